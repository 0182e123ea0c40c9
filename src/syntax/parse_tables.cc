#include <fmt/format.h>

#include <array>

#include "base/nearest.h"
#include "syntax/ast_builder.h"
#include "syntax/parser.h"
#include "syntax/quote.h"

// The sections that touch data tables: `setup` and `export` (language reference 1.7, 2.8, 3.13).
namespace yaral::syntax {
namespace {

constexpr std::array<SetupForm, 3> kSetupForms{{
    {"graph_override", SetupOperation::Kind::kOverride, false, "graph_override($g.graph.entity.ip = %table.column)"},
    {"graph_append", SetupOperation::Kind::kAppend, true, "graph_append[$g, %table]"},
    {"graph_exclude", SetupOperation::Kind::kExclude, false, "graph_exclude($g.graph.entity.ip = %table.column)"},
}};

}  // namespace

std::span<const SetupForm> setup_forms() { return kSetupForms; }

const SetupForm* find_setup_form(std::string_view name) {
  for (const SetupForm& form : kSetupForms)
    if (form.name == name) return &form;
  return nullptr;
}

void Parser::parse_setup() {
  while (!at_section_end()) {
    if (at(TokenKind::kWord)) {
      parse_setup_operation();
    } else {
      parse_stray("an operation such as `graph_override($g.graph.entity.ip = %table.column)`");
    }
  }
}

void Parser::parse_setup_operation() {
  const Mark start = mark();
  const Token word = token();
  const SetupForm* form = find_setup_form(text(word));
  if (!form) {
    Diagnostic* d = report(Code::kBadSetup, word.span(), fmt::format("`setup` has no operation {}", quote(text(word))));
    std::vector<std::string_view> names;
    for (const SetupForm& known : kSetupForms) names.push_back(known.name);
    const auto near = nearest(text(word), names, 1);
    if (d && !near.empty()) d->fix = Fix{fmt::format("write `{}`", near[0]), {{word.span(), std::string(near[0])}}};
    if (d && near.empty()) d->help = "the operations are graph_override, graph_append and graph_exclude";
    return skip_item(start);
  }
  advance();
  if (!at(form->square ? TokenKind::kLeftBracket : TokenKind::kLeftParen)) {
    const bool other = at(TokenKind::kLeftParen) || at(TokenKind::kLeftBracket);
    Diagnostic* d =
        report(Code::kBadSetup, other ? token().span() : word.span(),
               fmt::format("`{}` takes its operands in {} brackets", form->name, form->square ? "square" : "round"));
    if (d) d->help = fmt::format("write `{}`", form->example);
    return skip_item(start);
  }
  if (!form->square) {
    parse_paren();
  } else if (enter()) {
    parse_arguments("a variable or a table");
    leave();
  } else {
    skip_balanced();
  }
  finish(NodeKind::kSetupOperation, start);
}

// Leaves out an item that cannot be understood: at least one token.
void Parser::skip_item(Mark start) {
  if (position_ == start.position) advance();
  while (!at_section_end() && !at_item_start()) skip_balanced();
  finish(NodeKind::kError, start);
}

void Parser::parse_export() {
  while (!at_section_end()) {
    if (at(TokenKind::kListName)) {
      parse_export_write();
    } else {
      parse_stray("a write such as `%table.write_row(column: $outcome)`");
    }
  }
}

void Parser::parse_export_write() {
  const Mark start = mark();
  advance();
  if (!parse_write_method()) return skip_item(start);
  if (enter()) {
    parse_arguments("a column", &Parser::parse_export_column);
    leave();
  } else {
    skip_balanced();
  }
  finish(NodeKind::kExportWrite, start);
}

// `.write_row` and up to the bracket.
bool Parser::parse_write_method() {
  if (!at(TokenKind::kDot) || token(1).kind != TokenKind::kWord) {
    const Token table = previous();
    Diagnostic* d = report(Code::kBadExport, at(TokenKind::kDot) ? token().span() : table.span(),
                           fmt::format("expected `.write_row(…)` after {}", quote(text(table))));
    if (d) d->help = "`export` writes a row: `%table.write_row(column: $outcome)`";
    return false;
  }
  advance();
  if (text(token()) != "write_row") {
    Diagnostic* d = report(Code::kBadExport, token().span(), fmt::format("tables have no {}", quote(text(token()))));
    if (d) d->fix = Fix{"write `write_row`", {{token().span(), "write_row"}}};
  }
  advance();
  if (at(TokenKind::kLeftParen)) return true;
  Diagnostic* d = report(Code::kBadExport, at(TokenKind::kLeftBracket) ? token().span() : previous().span(),
                         "the columns of a row stand in round brackets");
  if (d) d->help = "write `%table.write_row(column: $outcome)`";
  return false;
}

void Parser::parse_export_column() {
  const Mark start = mark();
  const TokenKind next = token(1).kind;
  const bool named = at(TokenKind::kWord) && !at_header() &&
                     (next == TokenKind::kColon || next == TokenKind::kEqual || next == TokenKind::kVariable);
  if (!named) {
    parse_expr();
    if (last_kind() == NodeKind::kError) return;
    Diagnostic* d = report(Code::kBadExport, span_from(start), "this value has no column");
    if (d) d->help = "write `column: $outcome`";
    return;
  }
  const Token name = token();
  advance();
  if (!take(TokenKind::kColon)) {
    Diagnostic& d =
        note(Code::kMissingColon, name.span(), fmt::format("expected a colon after the column {}", quote(text(name))));
    const bool equal = at(TokenKind::kEqual);
    const Span place = equal ? token().span() : Span{name.end, name.end};
    d.fix = Fix{"write the colon", {{place, ":"}}};
    if (equal) advance();
  }
  parse_expr();
  finish(NodeKind::kExportColumn, start);
}

}  // namespace yaral::syntax
