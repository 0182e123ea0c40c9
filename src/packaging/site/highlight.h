#pragma once

#include <string_view>

#include "packaging/site/field_origins.h"
#include "packaging/site/html.h"
#include "packaging/site/rule_words.h"
#include "syntax/source.h"

namespace yaral::packaging {

// Adds a rule file as it is, highlighted. Every field and function is a link to its entry of add_word_list(), and says
// what it is when it is pointed at or focused.
void add_rule_text(Node parent, std::string_view label, const syntax::Source& source, const RuleWords& words,
                   const FieldOrigins& origins);

// The fields and functions of the file, with types, enum values and the records' fields they are read from.
void add_word_list(Node parent, const RuleWords& words, const FieldOrigins& origins);

}  // namespace yaral::packaging
