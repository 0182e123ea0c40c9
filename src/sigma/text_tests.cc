#include "sigma/text_tests.h"

#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.h"
#include "syntax/quote.h"

namespace yaral::sigma {

namespace {

// Alternatives are collected in one expression up to here.
constexpr std::size_t kMaxExpression = 4000;
// As many equal texts are compared one by one; more become one expression.
constexpr std::size_t kMaxComparisons = 3;

// Which alternatives can stand in one expression: case, and where the ends are.
using Form = std::tuple<bool, bool, bool>;

std::string call(const std::string& subject, std::string_view expression) {
  return fmt::format("re.regex({}, `{}`)", subject, expression);
}

// A regular expression as written, fit to stand between back quotes.
std::string raw_expression(const Match& match) {
  std::string out = match.flags.empty() ? std::string() : fmt::format("(?{})", match.flags);
  for (const char c : match.text) {
    if (c == '`') {
      out += "\\x60";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
  return out;
}

void add_expressions(const std::string& subject, const Form& form, const std::vector<std::string>& bodies,
                     std::vector<Expr>& out) {
  const auto [cased, at_start, at_end] = form;
  std::vector<std::string> part;
  std::size_t length = 0;
  const auto flush = [&] {
    if (part.empty()) return;
    const bool group = part.size() > 1;
    out.push_back(
        leaf(call(subject, fmt::format("{}{}{}{}{}{}", cased ? "" : "(?i)", at_start ? "^" : "", group ? "(?:" : "",
                                       fmt::join(part, "|"), group ? ")" : "", at_end ? "$" : ""))));
    part.clear();
    length = 0;
  };
  for (const std::string& body : bodies) {
    if (length + body.size() > kMaxExpression) flush();
    part.push_back(body);
    length += body.size() + 1;
  }
  flush();
}

std::string comparison(const std::string& subject, std::string_view text, bool cased) {
  return fmt::format("{} = \"{}\"{}", subject, syntax::escape(text), cased ? "" : " nocase");
}

// What stands for no value is not kept by the normalisers, but may be by others.
std::vector<Expr> no_value(const std::string& subject, std::string_view text) {
  std::vector<Expr> out{leaf(fmt::format("{} = \"\"", subject))};
  if (!text.empty()) out.push_back(leaf(comparison(subject, text, true)));
  return out;
}

constexpr std::string_view kNoValues[] = {
    "",
    "-",
    "::",
    "0.0.0.0",
    "S-1-0-0",
    "00000000-0000-0000-0000-000000000000",
    "{00000000-0000-0000-0000-000000000000}",
};

bool fits_in_quotes(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20) return false;
  }
  return is_utf8(text);
}

}  // namespace

Expr text_tests(const std::string& subject, const std::vector<Match>& matches) {
  std::vector<Expr> out;
  std::map<bool, std::vector<std::string>> equal;
  std::map<Form, std::vector<std::string>> forms;
  for (const Match& match : matches) {
    if (match.kind == Match::Kind::kRegex) {
      out.push_back(leaf(call(subject, raw_expression(match))));
      continue;
    }
    const auto plain = plain_text(match.pattern);
    if (plain && std::ranges::find(kNoValues, *plain) != std::end(kNoValues)) {
      for (Expr& test : no_value(subject, *plain)) out.push_back(std::move(test));
    } else if (plain && fits_in_quotes(*plain)) {
      equal[match.cased].push_back(*plain);
    } else {
      Expression expression = to_expression(match.pattern);
      forms[{match.cased, expression.at_start, expression.at_end}].push_back(std::move(expression.body));
    }
  }
  for (auto& [cased, texts] : equal) {
    std::vector<std::string>& whole = forms[{cased, true, true}];
    const bool few = texts.size() <= kMaxComparisons && whole.empty();
    for (const std::string& text : texts) {
      if (few) {
        out.push_back(leaf(comparison(subject, text, cased)));
      } else {
        whole.push_back(quote_regex(text));
      }
    }
  }
  for (const auto& [form, bodies] : forms) add_expressions(subject, form, bodies, out);
  return any_of(std::move(out));
}

}  // namespace yaral::sigma
