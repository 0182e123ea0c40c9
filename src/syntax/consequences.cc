#include "syntax/consequences.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

namespace yaral::syntax {
namespace {

constexpr std::array kUnclear{
    Code::kUnterminatedComment,
    Code::kUnterminatedString,
    Code::kUnterminatedRegex,
    Code::kSingleQuotes,
    Code::kSmartQuotes,
    Code::kUnknownCharacter,
    Code::kMissingVariableName,
    Code::kBadNumber,
    Code::kUnexpectedToken,
    Code::kMissingOperand,
    Code::kUnclosedBracket,
    Code::kUnmatchedBracket,
    Code::kMissingConnective,
    Code::kMissingComma,
    Code::kBadSubscript,
    Code::kBadMetaEntry,
    Code::kNotAnOption,
    Code::kMisplacedNocase,
    Code::kBareIf,
    Code::kMissingColon,
};

// What is often only the echo of one of the above.
constexpr std::array kEchoes{
    Code::kUnexpectedToken,     Code::kMissingOperand,     Code::kUnclosedBracket,   Code::kUnmatchedBracket,
    Code::kMissingComma,        Code::kNotAPredicate,      Code::kMisplacedNocase,   Code::kUnknownCharacter,
    Code::kMissingVariableName, Code::kUnterminatedString, Code::kUnterminatedRegex, Code::kBadSubscript,
    Code::kMissingConnective,   Code::kExtraCondition,     Code::kOutsideCondition,  Code::kChainedComparison,
    Code::kReservedWord,        Code::kBadMetaEntry,
};

template <std::size_t n>
bool contains(const std::array<Code, n>& codes, Code code) {
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

bool is_lexical(Code code) { return info(code).code.starts_with("YL01"); }

}  // namespace

bool leaves_line_unclear(Code code) { return contains(kUnclear, code); }

void drop_consequences(const Source& source, Diagnostics& diagnostics) {
  std::unordered_set<std::uint32_t> unclear_lines;
  const auto is_echo = [&](const Diagnostic& d) {
    const std::uint32_t line = source.line_at(d.primary.span.begin);
    if (contains(kEchoes, d.code) && unclear_lines.contains(line)) return true;
    if (leaves_line_unclear(d.code)) unclear_lines.insert(line);
    return false;
  };
  // In the tokens first: what the lexer could not read the parser could not either.
  std::stable_partition(diagnostics.all().begin(), diagnostics.all().end(),
                        [](const Diagnostic& d) { return is_lexical(d.code); });
  diagnostics.remove_if(is_echo);
}

}  // namespace yaral::syntax
