#include "sigma/predicate.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "sigma/text_tests.h"
#include "syntax/quote.h"

namespace yaral::sigma {

namespace {

using Result = std::expected<Expr, std::string>;

std::string subject_of(std::string_view variable, const Access& access) {
  return fmt::format("{}{}.{}", access.repeated ? "any " : "", variable, access.path);
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The UDM values that the values of the source become which a match takes.
std::vector<std::string> coded_values(const Place& place, const Match& match) {
  std::vector<std::string> out;
  for (const ingest::Code& code : place.codes) {
    if (matches(match.pattern, code.from, match.cased)) out.emplace_back(code.to);
  }
  std::ranges::sort(out);
  const auto again = std::ranges::unique(out);
  out.erase(again.begin(), again.end());
  return out;
}

// One value against one place.
class PlaceTest {
 public:
  PlaceTest(std::string_view variable, const Place& place) : variable_(variable), place_(place) {}

  Result test(const Match& match) const {
    switch (match.kind) {
      case Match::Kind::kExists: return match.wanted ? negate(absent()) : absent();
      case Match::Kind::kNull: return absent();
      case Match::Kind::kTimePart: return time_part(match);
      case Match::Kind::kCompare: return compare(match);
      case Match::Kind::kCidr: return cidr(match);
      default: return by_kind(match);
    }
  }

  // Whether texts can be tested together.
  bool is_text() const {
    return (place_.kind == Place::Kind::kText && place_.codes.empty()) || place_.kind == Place::Kind::kAccount ||
           place_.kind == Place::Kind::kEither;
  }

  Expr texts(std::vector<Match> matches) const {
    for (Match& match : matches) {
      if (place_.lower) match.cased = false;
      if (place_.part && match.kind == Match::Kind::kPattern)
        match.pattern = ends_anywhere(begins_anywhere(std::move(match.pattern)));
    }
    std::vector<Expr> out;
    if (place_.kind == Place::Kind::kAccount) take_names(matches, out);
    if (matches.empty()) return any_of(std::move(out));
    for (const std::string& subject : subjects()) out.push_back(text_tests(subject, matches));
    return any_of(std::move(out));
  }

 private:
  static std::unexpected<std::string> fail(std::string message) { return std::unexpected(std::move(message)); }

  std::string first() const { return subject_of(variable_, place_.access.front()); }

  // An account without a domain is its name alone.
  void take_names(std::vector<Match>& matches, std::vector<Expr>& out) const {
    std::erase_if(matches, [&](const Match& match) {
      const auto plain = match.kind == Match::Kind::kPattern ? plain_text(match.pattern) : std::nullopt;
      if (!plain || plain->contains('\\')) return false;
      std::vector<Expr> both;
      both.push_back(text_tests(subject_of(variable_, place_.access[0]), {match}));
      both.push_back(leaf(subject_of(variable_, place_.access[1]) + " = \"\""));
      out.push_back(all_of(std::move(both)));
      return true;
    });
  }

  // What texts are looked for in.
  std::vector<std::string> subjects() const {
    switch (place_.kind) {
      case Place::Kind::kAccount:
        return {fmt::format("strings.concat({}.{}, \"\\\\\", {}.{})", variable_, place_.access[1].path, variable_,
                            place_.access[0].path)};
      case Place::Kind::kNumber:
      case Place::Kind::kEnum:
      case Place::Kind::kBool: return {fmt::format("cast.as_string({})", first())};
      default: break;
    }
    std::vector<std::string> out;
    out.reserve(place_.access.size());
    for (const Access& access : place_.access) out.push_back(subject_of(variable_, access));
    return out;
  }

  Expr absent() const {
    std::vector<Expr> out;
    for (const Access& access : place_.access) {
      const std::string subject = subject_of(variable_, access);
      switch (place_.kind) {
        case Place::Kind::kNumber: out.push_back(leaf(subject + " = 0")); break;
        case Place::Kind::kTime:
        case Place::Kind::kEventTime: out.push_back(leaf(subject + ".seconds = 0")); break;
        case Place::Kind::kBool: out.push_back(leaf(subject + " = false")); break;
        case Place::Kind::kEnum: out.push_back(leaf(subject + " is null")); break;
        default: out.push_back(leaf(subject + " = \"\""));
      }
      if (place_.kind == Place::Kind::kAccount) break;
    }
    return all_of(std::move(out));
  }

  Result time_part(const Match& match) const {
    if (place_.kind != Place::Kind::kEventTime && place_.kind != Place::Kind::kTime)
      return fail(fmt::format("the modifier `{}` needs a point in time, which this field is not in UDM", match.flags));
    const std::string seconds = first() + ".seconds";
    if (match.flags == "hour" || match.flags == "minute" || match.flags == "week")
      return leaf(fmt::format("timestamp.get_{}({}, \"UTC\") = {}", match.flags, seconds, match.text));
    const std::size_t width = match.flags == "year" ? 4 : 2;
    const std::string digits = std::string(width > match.text.size() ? width - match.text.size() : 0, '0') + match.text;
    const std::string expression = match.flags == "year"    ? fmt::format("^{}-", digits)
                                   : match.flags == "month" ? fmt::format("^\\d+-{}-", digits)
                                                            : fmt::format("-{}$", digits);
    return leaf(fmt::format("re.regex(timestamp.get_date({}, \"UTC\"), `{}`)", seconds, expression));
  }

  Result compare(const Match& match) const {
    const std::string order = fmt::format("{} {} {}", first(), match.flags, match.text);
    if (place_.kind == Place::Kind::kNumber && match.flags.starts_with('>')) return leaf(order);
    if (place_.kind == Place::Kind::kNumber) {
      // What is not set is 0.
      std::vector<Expr> both;
      both.push_back(leaf(first() + " != 0"));
      both.push_back(leaf(order));
      return all_of(std::move(both));
    }
    if (place_.kind != Place::Kind::kText) return fail("the field is no number in UDM");
    std::vector<Expr> both;
    both.push_back(leaf(fmt::format("{} != \"\"", first())));
    both.push_back(leaf(fmt::format("cast.as_float({}) {} {}", first(), match.flags, match.text)));
    return all_of(std::move(both));
  }

  Result cidr(const Match& match) const {
    if (place_.kind != Place::Kind::kText && place_.kind != Place::Kind::kEither)
      return fail("the field is no address in UDM");
    return leaf(fmt::format("net.ip_in_range_cidr({}, \"{}\")", first(), syntax::escape(match.text)));
  }

  Result by_kind(const Match& match) const {
    switch (place_.kind) {
      case Place::Kind::kNumber: return number(match);
      case Place::Kind::kBool: return boolean(match);
      case Place::Kind::kEnum: return enumerator(match);
      case Place::Kind::kHashes: return hashes(match);
      case Place::Kind::kGuid: return guid(match);
      case Place::Kind::kPid: return pid(match);
      case Place::Kind::kTime:
      case Place::Kind::kEventTime: return fail("a point in time cannot be compared with text");
      default: return coded_text(match);
    }
  }

  Result coded_text(const Match& match) const {
    std::vector<Expr> out{texts({match})};
    if (match.kind == Match::Kind::kPattern) {
      for (const std::string& value : coded_values(place_, match))
        out.push_back(leaf(fmt::format("{} = \"{}\"", first(), syntax::escape(value))));
    }
    return any_of(std::move(out));
  }

  Result number(const Match& match) const {
    if (match.kind == Match::Kind::kRegex) return texts({match});
    std::vector<Expr> out;
    for (const std::string& value : coded_values(place_, match)) out.push_back(leaf(first() + " = " + value));
    if (!out.empty()) return any_of(std::move(out));
    const auto plain = plain_text(match.pattern);
    if (!plain) return texts({match});
    if (plain->empty() || *plain == "-") return absent();
    const auto value = number_of(*plain);
    if (!value)
      return fail(fmt::format("`{}` is a number in UDM, which `{}` is not", place_.access.front().path, *plain));
    return leaf(fmt::format("{} = {}", first(), *value));
  }

  Result boolean(const Match& match) const {
    const std::string value = ascii_lower(plain_text(match.pattern).value_or(""));
    if (value != "true" && value != "false") return fail("the field is true or false in UDM");
    return leaf(fmt::format("{} = {}", first(), value));
  }

  // The names of the enum, and what the source writes for them.
  Result enumerator(const Match& match) const {
    if (match.kind != Match::Kind::kPattern) return fail("the field is an enum in UDM, which has no text to look into");
    std::vector<std::string> names = coded_values(place_, match);
    for (const udm::EnumValue& value : udm::enumeration(place_.enum_id).values) {
      if (matches(match.pattern, value.name, false)) names.emplace_back(value.name);
    }
    if (names.empty())
      return fail(fmt::format("`{}` has no such value in UDM: `{}`", place_.access.front().path, match.text));
    std::vector<Expr> out;
    out.reserve(names.size());
    for (const std::string& name : names) out.push_back(leaf(fmt::format("{} = \"{}\"", first(), name)));
    return any_of(std::move(out));
  }

  // Several hashes are a list with commas.
  Result hashes(const Match& match) const {
    if (match.kind != Match::Kind::kPattern) return fail("hashes are separate fields in UDM: no regular expressions");
    std::string text;
    for (const Piece& piece : match.pattern) {
      if (piece.kind == Piece::Kind::kText) text += text.empty() ? piece.text : "*" + piece.text;
    }
    std::vector<Expr> out;
    for (const std::string_view part : split(text, ',')) {
      Result one = hash(part);
      if (!one) return one;
      out.push_back(std::move(*one));
    }
    return all_of(std::move(out));
  }

  // `IMPHASH=…` names its field; a hash alone is looked for in all.
  Result hash(std::string_view text) const {
    const auto equals = text.find('=');
    const std::string_view value = text.substr(equals == std::string_view::npos ? 0 : equals + 1);
    if (value.empty() || value.find_first_not_of("0123456789abcdefABCDEF") != std::string_view::npos)
      return fail(fmt::format("hashes are separate fields in UDM: `{}` is not one of them", text));
    const std::string wanted = ascii_lower(value);
    std::vector<Expr> out;
    for (std::size_t i = 0; i < place_.access.size(); ++i) {
      const std::string_view name = ingest::hash_fields()[i].name;
      if (equals != std::string_view::npos && !ascii_equal_nocase(name, text.substr(0, equals))) continue;
      out.push_back(leaf(fmt::format("{} = \"{}\"", subject_of(variable_, place_.access[i]), wanted)));
    }
    if (out.empty()) return fail(fmt::format("there is no such hash in UDM: `{}`", text));
    return any_of(std::move(out));
  }

  Result guid(const Match& match) const {
    Match part = match;
    if (const auto plain = plain_text(match.pattern); plain && !plain->empty()) {
      std::string_view inner = *plain;
      if (inner.starts_with('{')) inner.remove_prefix(1);
      if (inner.ends_with('}')) inner.remove_suffix(1);
      if (inner.find_first_not_of("0-") == std::string_view::npos) return absent();
      part.pattern = literal_pattern(fmt::format("SYSMON:{{{}}}", inner));
    } else {
      part.pattern = ends_anywhere(begins_anywhere(match.pattern));
    }
    return texts({part});
  }

  Result pid(const Match& match) const {
    Match part = match;
    const auto plain = plain_text(match.pattern);
    if (const auto value = plain ? number_of(*plain) : std::nullopt)
      part.pattern = literal_pattern(std::to_string(*value));
    return texts({part});
  }

  std::string_view variable_;
  const Place& place_;
};

Result reference(std::string_view variable, const Place& place, const std::vector<Place>& other) {
  const auto mine = value_of(variable, place);
  if (!mine) return std::unexpected(mine.error());
  if (other.size() != 1) return std::unexpected("the field it is compared with has several places in UDM");
  const auto theirs = value_of(variable, other.front());
  if (!theirs) return std::unexpected(theirs.error());
  const bool account = place.kind == Place::Kind::kAccount;
  if (place.kind != Place::Kind::kText && place.kind != Place::Kind::kPid && !account)
    return leaf(fmt::format("{} = {}", *mine, *theirs));
  std::vector<Expr> both;
  both.push_back(leaf(fmt::format("{} != \"\"", account ? subject_of(variable, place.access.front()) : *mine)));
  both.push_back(leaf(fmt::format("strings.to_lower({}) = strings.to_lower({})", *mine, *theirs)));
  return all_of(std::move(both));
}

// One value in any of the places; that it is not there, in all.
Result one_match(std::string_view variable, const std::vector<Place>& places, const Match& match,
                 const std::vector<Place>& other) {
  std::vector<Expr> out;
  std::string problem;
  for (const Place& place : places) {
    Result test = match.kind == Match::Kind::kFieldRef ? reference(variable, place, other)
                                                       : PlaceTest(variable, place).test(match);
    if (test) {
      out.push_back(std::move(*test));
    } else {
      problem = test.error();
    }
  }
  if (out.empty()) return std::unexpected(problem);
  const bool absence = match.kind == Match::Kind::kNull || (match.kind == Match::Kind::kExists && !match.wanted);
  return absence ? all_of(std::move(out)) : any_of(std::move(out));
}

bool is_text(const Match& match) { return match.kind == Match::Kind::kPattern || match.kind == Match::Kind::kRegex; }

}  // namespace

std::expected<Expr, std::string> field_predicate(std::string_view variable, const std::vector<Place>& places,
                                                 const FieldMatch& match, const std::vector<Place>& other) {
  std::vector<Expr> out;
  std::vector<Match> texts;
  const bool together =
      !match.all && std::ranges::all_of(places, [&](const Place& p) { return PlaceTest(variable, p).is_text(); });
  for (const Match& one : match.matches) {
    if (together && is_text(one)) {
      texts.push_back(one);
      continue;
    }
    Result test = one_match(variable, places, one, other);
    if (!test) return test;
    out.push_back(std::move(*test));
  }
  if (!texts.empty()) {
    for (const Place& place : places) out.push_back(PlaceTest(variable, place).texts(texts));
  }
  return match.all ? all_of(std::move(out)) : any_of(std::move(out));
}

std::expected<std::string, std::string> value_of(std::string_view variable, const Place& place) {
  const Access& access = place.access.front();
  if (place.kind == Place::Kind::kHashes) return std::unexpected("hashes are separate fields in UDM");
  if (place.kind == Place::Kind::kAccount)
    return fmt::format("strings.concat({}.{}, \"\\\\\", {}.{})", variable, place.access[1].path, variable, access.path);
  if (place.kind == Place::Kind::kTime || place.kind == Place::Kind::kEventTime)
    return fmt::format("{}.{}.seconds", variable, access.path);
  return fmt::format("{}.{}", variable, access.path);
}

}  // namespace yaral::sigma
