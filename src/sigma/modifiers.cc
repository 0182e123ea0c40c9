#include "sigma/modifiers.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/nearest.h"
#include "base/text.h"

namespace yaral::sigma {

namespace {

using Step = std::expected<void, std::string>;

// What modifiers work on, from left to right.
struct Work {
  FieldMatch out;
  bool is_regex = false;
};

Step fail(std::string message) { return std::unexpected(std::move(message)); }

// Changes the pieces of every value.
template <typename Change>
Step change_patterns(Work& work, Change change) {
  for (Match& match : work.out.matches) {
    if (match.kind == Match::Kind::kRegex) {
      return fail("cannot follow `re`");
    }
    if (match.kind == Match::Kind::kPattern) match.pattern = change(std::move(match.pattern));
  }
  return {};
}

// A regular expression is looked for anywhere as it is.
Step contains(Work& work, std::string_view) {
  if (work.is_regex) return {};
  return change_patterns(work, [](Pattern p) { return ends_anywhere(begins_anywhere(std::move(p))); });
}

Step starts_with(Work& work, std::string_view) {
  return change_patterns(work, [](Pattern p) { return ends_anywhere(std::move(p)); });
}

Step ends_with(Work& work, std::string_view) {
  return change_patterns(work, [](Pattern p) { return begins_anywhere(std::move(p)); });
}

Step windash(Work& work, std::string_view) {
  return change_patterns(work, [](const Pattern& p) { return with_dashes(p); });
}

Step all_of(Work& work, std::string_view) {
  work.out.all = true;
  return {};
}

Step cased(Work& work, std::string_view) {
  for (Match& match : work.out.matches) match.cased = true;
  return {};
}

// Changes values that must be text without wildcards; each may become several.
template <typename Encode>
Step encode(Work& work, Encode encode_text) {
  std::vector<Match> out;
  for (const Match& match : work.out.matches) {
    const auto text = plain_text(match.pattern);
    if (match.kind != Match::Kind::kPattern || !text || text->empty())
      return fail("needs values that are text without wildcards");
    for (std::string& encoded : encode_text(*text)) {
      Match copy = match;
      copy.pattern = literal_pattern(std::move(encoded));
      out.push_back(std::move(copy));
    }
  }
  if (work.out.all && out.size() > work.out.matches.size()) return fail("cannot stand together with `all`");
  work.out.matches = std::move(out);
  return {};
}

// Base64 is told by its case: what it encodes is.
Step base64(Work& work, std::string_view) {
  return encode(work, [](std::string_view text) { return std::vector{base64_encode(text)}; });
}

// The text at each of the three places it can have in a longer one: characters that depend on what is around it are left
// out.
std::vector<std::string> shifted_base64(std::string_view text) {
  constexpr std::size_t kFirst[] = {0, 2, 3};
  constexpr std::size_t kLast[] = {0, 3, 2};
  std::vector<std::string> out;
  for (std::size_t shift = 0; shift < 3; ++shift) {
    std::string whole = base64_encode(std::string(shift, ' ') + std::string(text));
    const std::size_t left_over = kLast[(text.size() + shift) % 3];
    whole.resize(whole.size() - left_over);
    if (whole.size() > kFirst[shift]) out.push_back(whole.substr(kFirst[shift]));
  }
  return out;
}

Step base64_offset(Work& work, std::string_view) { return encode(work, shifted_base64); }

std::string utf16(std::string_view text, bool big_endian) {
  std::string out;
  const auto unit = [&](std::uint32_t u) {
    const char high = static_cast<char>(u >> 8);
    const char low = static_cast<char>(u & 0xff);
    out += big_endian ? high : low;
    out += big_endian ? low : high;
  };
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    text.remove_prefix(point.bytes);
    const auto value = static_cast<std::uint32_t>(point.value);
    if (value < 0x10000) {
      unit(value);
    } else {
      unit(0xd800 + ((value - 0x10000) >> 10));
      unit(0xdc00 + ((value - 0x10000) & 0x3ff));
    }
  }
  return out;
}

Step wide(Work& work, std::string_view name) {
  return encode(work, [&](std::string_view text) {
    const std::string mark = name == "utf16" ? "\xff\xfe" : "";
    return std::vector{mark + utf16(text, name == "utf16be")};
  });
}

// The values as they were written: wildcards and escapes mean nothing in what follows.
Step regex(Work& work, std::string_view) {
  for (Match& match : work.out.matches) {
    match.kind = Match::Kind::kRegex;
    match.cased = true;
  }
  work.is_regex = true;
  return {};
}

Step regex_flag(Work& work, std::string_view name) {
  if (!work.is_regex) return fail("must follow `re`");
  for (Match& match : work.out.matches) {
    const char flag = name == "ignorecase" ? 'i' : name == "multiline" ? 'm' : name == "dotall" ? 's' : name.front();
    if (!match.flags.contains(flag)) match.flags += flag;
  }
  return {};
}

Step cidr(Work& work, std::string_view) {
  for (Match& match : work.out.matches) match.kind = Match::Kind::kCidr;
  return {};
}

Step compare(Work& work, std::string_view name) {
  for (Match& match : work.out.matches) {
    if (!is_decimal(match.text)) return fail(fmt::format("needs numbers, not `{}`", match.text));
    match.kind = Match::Kind::kCompare;
    match.flags = name == "lt" ? "<" : name == "lte" ? "<=" : name == "gt" ? ">" : ">=";
  }
  return {};
}

Step exists(Work& work, std::string_view) {
  for (Match& match : work.out.matches) {
    const std::string value = ascii_lower(match.text);
    if (value != "true" && value != "false" && value != "yes" && value != "no")
      return fail(fmt::format("needs true or false, not `{}`", match.text));
    match.kind = Match::Kind::kExists;
    match.wanted = value == "true" || value == "yes";
  }
  return {};
}

Step field_ref(Work& work, std::string_view) {
  for (Match& match : work.out.matches) match.kind = Match::Kind::kFieldRef;
  return {};
}

Step time_part(Work& work, std::string_view name) {
  for (Match& match : work.out.matches) {
    if (!is_decimal(match.text)) return fail(fmt::format("needs numbers, not `{}`", match.text));
    match.kind = Match::Kind::kTimePart;
    match.flags = name;
  }
  return {};
}

Step expand(Work&, std::string_view) {
  return fail("stands for values that each organisation fills in: write them in place of the placeholder");
}

struct Modifier {
  std::string_view name;
  Step (*apply)(Work& work, std::string_view name);
};

constexpr Modifier kModifiers[] = {
    {"contains", contains},  {"startswith", starts_with},
    {"endswith", ends_with}, {"all", all_of},
    {"cased", cased},        {"exists", exists},
    {"windash", windash},    {"re", regex},
    {"i", regex_flag},       {"ignorecase", regex_flag},
    {"m", regex_flag},       {"multiline", regex_flag},
    {"s", regex_flag},       {"dotall", regex_flag},
    {"base64", base64},      {"base64offset", base64_offset},
    {"wide", wide},          {"utf16le", wide},
    {"utf16be", wide},       {"utf16", wide},
    {"cidr", cidr},          {"lt", compare},
    {"lte", compare},        {"gt", compare},
    {"gte", compare},        {"fieldref", field_ref},
    {"minute", time_part},   {"hour", time_part},
    {"day", time_part},      {"week", time_part},
    {"month", time_part},    {"year", time_part},
    {"expand", expand},
};

std::string unknown(const std::string& name) {
  const auto close = nearest_names(name, modifier_names());
  return fmt::format("the modifier `{}` is not known{}", name,
                     close.empty() ? std::string() : "; " + did_you_mean(close));
}

}  // namespace

std::vector<std::string> modifier_names() {
  std::vector<std::string> names;
  for (const Modifier& modifier : kModifiers) names.emplace_back(modifier.name);
  return names;
}

std::expected<FieldMatch, std::string> apply_modifiers(const FieldTest& test) {
  Work work;
  for (const Scalar& value : test.values) {
    Match match{.text = value.text};
    if (value.is_null) {
      match.kind = Match::Kind::kNull;
    } else {
      match.pattern = parse_pattern(value.text);
    }
    work.out.matches.push_back(std::move(match));
  }
  for (const std::string& name : test.modifiers) {
    const auto found = std::ranges::find(kModifiers, name, &Modifier::name);
    if (found == std::end(kModifiers)) return std::unexpected(unknown(name));
    const bool has_null = std::ranges::any_of(test.values, &Scalar::is_null);
    if (has_null && name != "all") return std::unexpected(fmt::format("`{}` of null means nothing", name));
    if (Step step = found->apply(work, name); !step)
      return std::unexpected(fmt::format("the modifier `{}` {}", name, step.error()));
  }
  for (Match& match : work.out.matches) {
    const bool anything = match.pattern.size() == 1 && match.pattern.front().kind == Piece::Kind::kAny;
    if (match.kind == Match::Kind::kPattern && anything) match.kind = Match::Kind::kExists;
  }
  return std::move(work.out);
}

}  // namespace yaral::sigma
