#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "convert/fidelity.h"
#include "convert/filter.h"
#include "convert/regex.h"

// Writes filters and values in a query language that a table describes.
namespace yaral::convert {

// What a literal is used for: languages with wildcards write the parts around the text into it, and escape others.
enum class LiteralUse : std::uint8_t { kWhole, kContains, kStartsWith, kEndsWith, kPattern };

// A test of texts as a language writes it, with {0} the value and {1} a literal (of kOneOf the literals, with commas). An
// empty template: the language cannot say it; where it has one only for the other case, that is taken and the difference told.
struct TextTest {
  std::string_view cased;
  std::string_view nocase;
};

// A function of YARA-L: a template with {0} and so on for its arguments. `shift` says what differs.
struct SearchFunction {
  std::string_view name;
  std::uint8_t arguments;
  std::string_view text;
  std::string_view shift = {};
};

// A language. All texts with {0} are templates (template.h); an empty one says that the language has no such thing.
struct FilterDialect {
  std::string_view title;
  std::string_view both;     // " and ": between what must all hold
  std::string_view either;   // " or "
  std::string_view negated;  // "not ({0})"
  std::string_view grouped = "({0})";
  std::string_view always;
  std::string_view never;
  std::string_view exists;              // {0}: set, and no empty text
  std::string_view exists_number = {};  // of numbers, bools and times, where that is otherwise
  std::string_view exists_ip = {};      // of addresses, likewise
  std::string_view exists_list = {};    // of fields with several values, likewise
  // Where a test of a field that is not set is neither true nor false: {0} the field, {1} a test that is to be false then.
  // Written below `not` alone.
  std::string_view guarded = {};
  TextTest equals;
  TextTest one_of;                    // empty: written as several `equals`
  std::string_view has_value = {};    // of a field with several values, one of which is {1}; empty: as others
  std::string_view has_address = {};  // the same of addresses
  TextTest contains;
  TextTest starts_with;
  TextTest ends_with;
  TextTest regex;                  // the flag for case is in the pattern: `cased` alone
  std::string_view equals_number;  // {0}, {1}
  std::string_view equals_bool;    // {0}, {1} a literal of `truth`
  std::array<std::string_view, 2> truth = {"false", "true"};
  std::string_view cidr;
  std::string_view cidr6 = {};  // of IPv6 blocks, where that is otherwise
  // Languages with typed fields: texts alone have parts and patterns. {0} another value as text; empty: refused.
  bool typed = false;
  std::string_view as_text = {};
  bool compares_fields = true;              // else a field is compared with constants alone
  std::string_view compare;                 // {0} {1} {2}, operands of the same type around a symbol
  std::string_view compare_nocase = {};     // of texts, equality alone
  std::string_view compare_texts = {};      // the order of texts, where that is otherwise
  std::array<std::string_view, 6> symbols;  // by CompareOp
  std::string_view text_or_empty = "{0}";   // a field within a larger value: what an unset one gives
  std::string_view number_or_zero = "{0}";
  std::string_view arithmetic;         // {0} {1} {2}
  std::string_view divided = {};       // {0} / {1}, with 0 for division by 0; empty: as others
  std::string_view remainder = {};     // {0} % {1}, with 0 for division by 0; empty: as others
  std::string_view conditional;        // {0} test, {1}, {2}
  std::string_view seconds;            // of a time {0}: whole seconds since 1970
  std::string_view time_literal = {};  // {0} RFC 3339
  std::string_view number_literal = "{0}";
  std::string_view concat_begin, concat_between, concat_end;  // strings.concat
  std::string_view coalesce;                                  // of two texts, the first that is not empty: {0}, {1}
  RegexDialect regex_dialect = RegexDialect::kRe2;
  std::span<const SearchFunction> functions;
  bool lowers_literals = false;     // the templates without case compare with small letters
  std::string_view folding = {};    // how texts beyond ASCII are compared without case, where that is otherwise
  std::string_view of_lists = {};   // what functions see of fields with several values, where that is not all
  std::size_t longest_pattern = 0;  // 0: no limit
  // {0}: a test of a field with several values, which is to hold where any of them fulfils it.
  std::string_view of_any_value = {};
  // A test of one text that is written otherwise than the templates say; empty: it is not.
  std::string (*special)(std::string_view field, std::string_view text, LiteralUse use, bool nocase) = nullptr;

  std::string (*literal)(std::string_view text, LiteralUse use);
  std::string (*field)(std::string_view name);
  std::string (*column)(std::string_view name);
  // The part of a field that the schema's is (SchemaField::after), as a value; nullptr: it cannot be taken out.
  std::string (*part_of)(const std::string& field, const SchemaField& schema) = nullptr;
};

// Writes for one conversion; what the language cannot say is refused by the rule's own words.
class FilterText {
 public:
  FilterText(const FilterDialect& dialect, Fidelity& fidelity) : dialect_(dialect), fidelity_(fidelity) {}

  std::string filter(const Filter& filter);
  // The same, in parentheses where it is of several parts.
  std::string part(const Filter& filter);
  // `operand` as a part of a value or comparison, where a field that is not set is its zero value.
  std::string in_value(const Operand& operand);
  std::string operand(const Operand& operand);

 private:
  std::string joined(const Filter& filter, std::string_view word);
  std::string test(const Filter& filter);
  std::string texts(const Filter& filter, const TextTest& test, LiteralUse use, bool together);
  std::string one(const Filter& filter, const TextTest& test, const std::string& literal);
  std::string negation(const Filter& filter);
  std::string plain_test(const Filter& filter);
  std::string subject(const Filter& filter);
  void note_function_of(const Operand& value);
  std::string literal_of(const Filter& filter, const std::string& value, LiteralUse use);
  std::vector<std::string> addresses(const Filter& filter);
  std::string equals(const Filter& filter);
  std::string patterns(const Filter& filter);
  std::string comparison(const Filter& filter);
  std::string exists(const Filter& filter);
  std::string either(const std::vector<std::string>& parts) const;
  std::string written(const Operand& operand);
  std::string field(const Operand& operand);
  std::string constant(const Operand& operand);
  std::string call(const Operand& operand);
  std::string arithmetic(const Operand& operand);
  std::string refuse(const std::string& what, std::string why);
  std::string_view choose(const Filter& filter, const TextTest& test);

  const FilterDialect& dialect_;
  Fidelity& fidelity_;
  int negations_ = 0;  // that the filter at hand stands below
};

}  // namespace yaral::convert
