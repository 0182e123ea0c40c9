#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/ast.h"
#include "syntax/diagnostic.h"
#include "syntax/source.h"
#include "syntax/tree.h"

namespace yaral::syntax {

// Recursive descent over the significant tokens (language reference 1.7). Nodes are written when they end, children
// before parents, so that an operand already parsed can become the left side of an operator that follows.
class Parser {
 public:
  Parser(const Source& source, std::vector<Token> tokens, Diagnostics& diagnostics);

  Tree run();

 private:
  // Where a node begins: the next token, and the nodes that exist already.
  struct Mark {
    std::uint32_t position;
    std::uint32_t nodes;
  };
  // A node and where its subtree begins among the nodes written before it.
  struct Written {
    Node node;
    std::uint32_t subtree;
  };

  // parser.cc: tokens, nodes, messages, recovery
  const Token& token(std::size_t ahead = 0) const;
  const Token& previous() const { return tokens_[significant_[position_ - 1]]; }
  std::string_view text(const Token& t) const { return source_.text(t.span()); }
  bool at(TokenKind kind) const { return token().kind == kind; }
  bool at(Keyword keyword) const { return token().keyword == keyword; }
  bool at_end() const { return at(TokenKind::kEndOfFile); }
  void advance() {
    if (!at_end()) ++position_;
  }
  bool take(TokenKind kind);
  bool take(Keyword keyword);
  std::string describe(const Token& t) const;
  Span place_after_previous() const;

  Mark mark() const { return {position_, static_cast<std::uint32_t>(written_.size())}; }
  void finish(NodeKind kind, Mark mark);
  Span span_from(Mark mark) const;
  NodeKind last_kind() const { return written_.back().node.kind; }
  std::vector<Node> linked_nodes() const;

  // nullptr when a message at this token was given already, or when the literal before it was not closed: what follows
  // from a mistake is not reported again.
  Diagnostic* report(Code code, Span span, std::string message);
  Diagnostic* report_unexpected(std::string_view expected);
  // A message that does not follow from another one, so it is never suppressed.
  Diagnostic& note(Code code, Span span, std::string message) {
    return diagnostics_.report(code, span, std::move(message));
  }

  void match_brackets();
  bool is_closed(std::uint32_t position) const { return closing_[position] != 0; }
  bool at_item_start() const;
  bool at_rule_start() const;
  void skip_to_item();
  void skip_balanced();

  // parse_file.cc
  void parse_file();
  void parse_outside();
  void report_outside(bool after_rule);
  bool take_classic_yara();
  void parse_rule();
  bool comment_hides_end() const;
  void report_unclosed_rule(const Token& begin);
  void parse_rule_name();
  void parse_rule_tags();

  // parse_sections.cc
  void parse_sections();
  std::optional<SectionKind> at_section() const;
  bool at_header() const;
  bool at_header_without_colon() const;
  bool at_header_with_stray() const;
  bool at_unknown_header() const;
  bool at_stage() const;
  bool at_section_end() const;
  void parse_section(SectionKind kind);
  bool parse_header();
  bool ends_rule(std::size_t ahead) const;
  void parse_unknown_header();
  void parse_search_section();
  void skip_section() {
    while (!at_section_end()) skip_balanced();
  }
  void parse_stray(std::string_view expected);

  // parse_meta.cc
  void parse_meta();
  void parse_meta_entry();
  void parse_meta_equals(const Token& key);
  void parse_meta_value(const Token& key);
  void parse_unquoted_value();

  // parse_match.cc
  void parse_match();
  void parse_match_key();
  bool take_foreign_window_word();
  void parse_window();
  void parse_window_size();
  void parse_pivot(bool tumbling);
  void check_duration(const Token& t);

  // parse_bodies.cc
  void parse_events();
  void parse_outcome();
  void parse_assignment();
  void parse_condition();
  void parse_options();
  void parse_option();

  // parse_tables.cc
  void parse_setup();
  void parse_setup_operation();
  void skip_item(Mark start);
  void parse_export();
  void parse_export_write();
  bool parse_write_method();
  void parse_export_column();

  // parse_expr.cc
  void parse_expr() { parse_or(); }
  void parse_or();
  void parse_and();
  void parse_not();
  void parse_sum();
  void parse_product();
  void parse_sign();

  // parse_comparison.cc
  void parse_comparison();
  void parse_compare(Mark start);
  void warn_parenthesis_first(Mark start, Span left, const Token& op, Span right);
  bool parse_null_operand(const Token& op);
  void parse_chained(Mark start, const Token& op, bool right_on_new_line);
  void parse_in(Mark start);
  void parse_list_operand(const Token& in);
  void parse_is_null(Mark start);
  void parse_operator_word(Mark start);
  void take_nocase();
  void misplaced_nocase(std::string_view help);
  bool at_comparison_operator() const;

  // parse_operand.cc
  void parse_operand();
  void parse_misplaced_duration();
  void parse_word();
  void parse_literal();
  void parse_path_or_variable(Mark start);
  void parse_segments();
  void parse_missing_name(const Token& dot, std::string_view what);
  void parse_subscript();
  bool at_absent() const;
  void parse_absent();
  void parse_count();
  void parse_list_name();
  void parse_modifier();
  void parse_missing_operand();
  void outside_condition(Span span, std::string_view what);
  void check_reserved(const Token& t, std::string_view what);

  // parse_brackets.cc
  bool enter();  // one level deeper; false and a message when that is too deep
  void leave() { --depth_; }
  bool at_operand_start() const;
  void parse_paren();
  bool word_is_called() const;
  void parse_call();
  void parse_bare_if();
  void parse_arguments(std::string_view what, void (Parser::*parse_one)() = &Parser::parse_argument);
  bool parse_between_arguments(std::uint32_t open);
  void parse_argument();
  bool at_named_argument() const;
  void parse_n_of();
  void report_unclosed(std::uint32_t open);

  const Source& source_;
  Diagnostics& diagnostics_;
  std::vector<Token> tokens_;
  std::vector<std::uint32_t> significant_;  // indexes into tokens_ of all that is no trivia
  std::vector<std::uint32_t> closing_;      // by position of an opening bracket: position of its partner, or 0
  std::vector<bool> cut_short_;             // by position: a literal without an end follows on the line
  std::vector<Written> written_;
  std::uint32_t position_ = 0;  // index into significant_
  std::uint32_t reported_at_ = 0xFFFFFFFF;
  int depth_ = 0;
  int brackets_ = 0;       // open brackets around the current token
  bool unclosed_ = false;  // a bracket of the section, which has been reported
  bool stray_ = false;     // the last item of the section could not be understood, which has been reported
  SectionKind section_ = SectionKind::kMeta;
  std::array<bool, 256> reserved_seen_{};  // by Keyword: reported once a rule
};

}  // namespace yaral::syntax
