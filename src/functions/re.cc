#include <array>
#include <optional>
#include <string>
#include <vector>

#include <re2/re2.h>

#include "base/text.h"
#include "functions/arguments.h"
#include "functions/registry.h"
#include "functions/signatures/regex.h"

namespace yaral::functions {
namespace {

// `nocase` belongs to the call; the pattern is compiled here only when it is constant.
struct PreparedPattern : Prepared {
  bool nocase = false;
  std::optional<LazyRegex> regex;
};

std::unique_ptr<const Prepared> prepare(std::span<const Value> constants, bool nocase) {
  auto prepared = std::make_unique<PreparedPattern>();
  prepared->nocase = nocase;
  if (has(constants, 1) && !constants[1].is_null()) prepared->regex.emplace(text_of(constants[1]), nocase);
  return prepared;
}

// The pattern of a call, compiled for this call alone where it is not constant.
class Pattern {
 public:
  Pattern(CallContext& context, Arguments arguments, const Prepared* prepared) {
    const auto* given = static_cast<const PreparedPattern*>(prepared);
    if (given && given->regex) {
      regex_ = &given->regex->get();
    } else {
      own_ = compile_regex(text_of(arguments[1]), given && given->nocase);
      regex_ = own_.get();
    }
    if (regex_->ok()) return;
    context.notes.add("invalid regular expression");
    regex_ = nullptr;
  }

  const re2::RE2* get() const { return regex_; }

 private:
  std::unique_ptr<re2::RE2> own_;
  const re2::RE2* regex_ = nullptr;
};

std::string_view view(re2::StringPiece part) { return {part.data(), part.size()}; }

Value regex(CallContext& context, Arguments a, const Prepared* prepared) {
  const Pattern pattern(context, a, prepared);
  return Value::boolean(pattern.get() && re2::RE2::PartialMatch(piece(text_of(a[0])), *pattern.get()));
}

// The pattern of a capture: at most one group.
const re2::RE2* capturing(CallContext& context, const Pattern& pattern) {
  if (!pattern.get() || pattern.get()->NumberOfCapturingGroups() <= 1) return pattern.get();
  context.notes.add("regular expression with more than one group in a capture");
  return nullptr;
}

Value capture(CallContext& context, Arguments a, const Prepared* prepared) {
  const Pattern pattern(context, a, prepared);
  const re2::RE2* re = capturing(context, pattern);
  const std::string_view text = text_of(a[0]);
  std::array<re2::StringPiece, 2> groups;
  if (!re || !re->Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, groups.data(), 2)) return Value::string("");
  return Value::string(view(groups[static_cast<std::size_t>(re->NumberOfCapturingGroups())]));
}

// Finds the matches of a pattern from left to right. After an empty match the search goes on one character further, and
// an empty match right after a match does not count.
class Matches {
 public:
  Matches(const re2::RE2& regex, std::string_view text) : regex_(regex), text_(text) {}

  // groups[0] is the whole match; groups that took no part are null.
  bool next(std::span<re2::StringPiece> groups) {
    while (at_ <= text_.size()) {
      if (!regex_.Match(piece(text_), at_, text_.size(), re2::RE2::UNANCHORED, groups.data(),
                        static_cast<int>(groups.size()))) {
        break;
      }
      const auto begin = static_cast<std::size_t>(groups[0].data() - text_.data());
      const std::size_t end = begin + groups[0].size();
      const bool counts = !groups[0].empty() || begin != last_end_;
      at_ = groups[0].empty() ? end + step(end) : end;
      last_end_ = end;
      if (counts) return true;
    }
    at_ = text_.size() + 1;
    return false;
  }

 private:
  std::size_t step(std::size_t at) const { return at < text_.size() ? first_code_point(text_.substr(at)).bytes : 1; }

  const re2::RE2& regex_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t last_end_ = std::string_view::npos;
};

// RE2 may look at the whole rest of the text for each match, so that the matches of long text have to be bounded.
constexpr std::size_t kMostCaptures = 10'000;

Value capture_all(CallContext& context, Arguments a, const Prepared* prepared) {
  const Pattern pattern(context, a, prepared);
  const re2::RE2* re = capturing(context, pattern);
  if (!re) return Value::list({});
  Matches matches(*re, text_of(a[0]));
  std::array<re2::StringPiece, 2> groups;
  std::vector<Value> found;
  while (matches.next(groups)) {
    if (found.size() == kMostCaptures) {
      context.notes.add("re.capture_all with more than 10,000 matches was cut");
      break;
    }
    found.push_back(Value::string(view(groups[static_cast<std::size_t>(re->NumberOfCapturingGroups())])));
  }
  return list_result(context, found);
}

// Text between matches is copied, matches are written anew.
std::string replaced(const re2::RE2& re, std::string_view text, const std::string& replacement) {
  Matches matches(re, text);
  std::array<re2::StringPiece, 10> all_groups;
  const auto groups = std::span(all_groups).first(1 + static_cast<std::size_t>(re2::RE2::MaxSubmatch(replacement)));
  std::string out;
  std::size_t copied = 0;
  while (out.size() <= kMostTextBytes && matches.next(groups)) {
    const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
    out.append(text.substr(copied, begin - copied));
    re.Rewrite(&out, replacement, groups.data(), static_cast<int>(groups.size()));
    copied = begin + groups[0].size();
  }
  return out.append(text.substr(copied));
}

Value replace(CallContext& context, Arguments a, const Prepared* prepared) {
  const Pattern pattern(context, a, prepared);
  const std::string replacement(text_of(a[2]));
  if (!pattern.get()) return a[0];
  std::string error;
  if (!pattern.get()->CheckRewriteString(replacement, &error)) {
    context.notes.add("invalid replacement in re.replace");
    return a[0];
  }
  return text_result(context, replaced(*pattern.get(), text_of(a[0]), replacement));
}

constexpr NamedImplementation kTable[] = {
    {"re.capture", {capture, prepare}},
    {"re.capture_all", {capture_all, prepare}},
    {"re.regex", {regex, prepare}},
    {"re.replace", {replace, prepare}},
};

}  // namespace

std::span<const NamedImplementation> re_implementations() { return kTable; }

}  // namespace yaral::functions
