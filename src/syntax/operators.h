#pragma once

#include <array>
#include <string_view>

#include "syntax/token.h"

namespace yaral::syntax {

struct Operator {
  std::string_view text;
  TokenKind kind;
};

// Longer ones first.
inline constexpr std::array kOperators{
    Operator{"!=", TokenKind::kNotEqual},     Operator{"<=", TokenKind::kLessEqual},
    Operator{">=", TokenKind::kGreaterEqual}, Operator{"(", TokenKind::kLeftParen},
    Operator{")", TokenKind::kRightParen},    Operator{"[", TokenKind::kLeftBracket},
    Operator{"]", TokenKind::kRightBracket},  Operator{"{", TokenKind::kLeftBrace},
    Operator{"}", TokenKind::kRightBrace},    Operator{",", TokenKind::kComma},
    Operator{":", TokenKind::kColon},         Operator{".", TokenKind::kDot},
    Operator{"=", TokenKind::kEqual},         Operator{"<", TokenKind::kLess},
    Operator{">", TokenKind::kGreater},       Operator{"+", TokenKind::kPlus},
    Operator{"-", TokenKind::kMinus},         Operator{"*", TokenKind::kStar},
    Operator{"/", TokenKind::kSlash},         Operator{"%", TokenKind::kPercent},
    Operator{"!", TokenKind::kBang},
};

// What other languages write, and what YARA-L means by it. They are read as what was meant.
struct ForeignOperator {
  std::string_view text;
  std::string_view replacement;
  TokenKind kind;
  Keyword keyword;
};

inline constexpr std::array kForeignOperators{
    ForeignOperator{"&&", "and", TokenKind::kWord, Keyword::kAnd},
    ForeignOperator{"||", "or", TokenKind::kWord, Keyword::kOr},
    ForeignOperator{"<>", "!=", TokenKind::kNotEqual, Keyword::kNone},
    ForeignOperator{":=", "=", TokenKind::kEqual, Keyword::kNone},
    ForeignOperator{"=~", "=", TokenKind::kEqual, Keyword::kNone},
    ForeignOperator{"=!", "!=", TokenKind::kNotEqual, Keyword::kNone},
    ForeignOperator{"!~", "!=", TokenKind::kNotEqual, Keyword::kNone},
    ForeignOperator{"=>", ">=", TokenKind::kGreaterEqual, Keyword::kNone},
    ForeignOperator{"=<", "<=", TokenKind::kLessEqual, Keyword::kNone},
};

}  // namespace yaral::syntax
