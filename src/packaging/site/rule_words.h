#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "packaging/site/field_origins.h"
#include "syntax/ast.h"

namespace yaral::packaging {

// What can be said of a field or a function that a rule names.
struct WordNote {
  std::string id;                        // anchor on the page of the rule
  std::string name;                      // canonical path, or name of the function
  std::string type;                      // `string, repeated`; how the function is called
  std::string about;                     // a sentence, or none
  std::vector<std::string_view> values;  // of an enum
};

// A place in a rule's text that there is a note on.
struct NotedWord {
  syntax::Span span;
  bool is_function = false;
  std::string name;  // of the note
};

// The fields and functions of a file's rules, the lists and tables they look up.
class RuleWords {
 public:
  explicit RuleWords(const syntax::File& file);

  // In the order of the text; none lies in another.
  std::span<const NotedWord> words() const { return words_; }
  const std::map<std::string, WordNote>& fields() const { return fields_; }
  const std::map<std::string, WordNote>& functions() const { return functions_; }
  // Names of reference lists and of tables.
  const std::set<std::string>& lists() const { return lists_; }

 private:
  void give_ids();
  void read(const syntax::Rule& rule);
  void read(const syntax::Expr& expr);
  void read_path(const syntax::Expr& expr);
  void read_call(const syntax::Expr& expr);

  std::vector<NotedWord> words_;
  std::map<std::string, WordNote> fields_;
  std::map<std::string, WordNote> functions_;
  std::set<std::string> lists_;
};

// `Image (1, 7)`: the field of the record with the kinds of events.
std::string origin_text(const FieldOrigin& origin);
// `WINDOWS_SYSMON: Image (1, 7)`, one for each origin, at most `most` of them.
std::vector<std::string> origin_lines(std::span<const FieldOrigin> origins, std::size_t most);

}  // namespace yaral::packaging
