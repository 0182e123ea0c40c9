#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "packaging/site/markdown.h"
#include "packaging/site/pages.h"
#include "packaging/site/parts.h"

namespace yaral::packaging {

namespace {

using packs::PlaybookStep;

void add_document(Page& page, const PackContent& content, const Document& document) {
  add_markdown(page.main(), document.text,
               {.title = page.main().child("h1"), .anchor = "doc", .page_of = [&content](std::string_view path) {
                  return page_of_file(content, path);
                }});
}

// Ids of steps are lower-case letters, digits and hyphens.
std::string step_anchor(std::string_view id) { return fmt::format("step-{}", id); }

void add_criteria(Node section, const packs::Playbook& playbook) {
  if (!playbook.severity_criteria.empty()) {
    Node body = add_table(section, "Severity of a detection", {"Severity", "When"});
    for (const packs::SeverityCriterion& criterion : playbook.severity_criteria) {
      Node row = add_row(body, {});
      add_severity(row.first_child(), criterion.severity);
      add_cell(row, criterion.when);
    }
  }
  if (playbook.escalation.empty()) return;
  Node body = add_table(section, "Escalation", {"When", "To", "Within"});
  for (const packs::Escalation& escalation : playbook.escalation) {
    Node row = add_row(body, escalation.when);
    add_cell(row, escalation.to);
    add_cell(row, escalation.within);
  }
}

void add_branches(Node section, const PlaybookStep& step) {
  if (step.next.empty()) return;
  add_with_text(section, "p", "Then:");
  Node list = add(section, "ul");
  for (const packs::PlaybookBranch& branch : step.next) {
    Node item = add(list, "li");
    if (!branch.when.empty()) add_text(item, fmt::format("if {}: ", branch.when));
    add_link(item, branch.go, "#" + step_anchor(branch.go));
  }
}

void add_step(Node parent, const PackContent& content, const PlaybookStep& step) {
  Node section = add(parent, "section", step.destructive ? "step destructive" : "step");
  set(add_with_text(section, "h3", step.title), "id", step_anchor(step.id));
  Node tags = add(section, "p", "tags");
  add_with_text(tags, "span", step.phase, "tag");
  add_text(tags, " ");
  add_with_text(tags, "code", step.id);
  if (step.destructive) {
    add_text(tags, " ");
    add_with_text(tags, "span", "changes systems", "tag warning");
  }
  add_with_text(section, "p", step.action);
  Node facts = add(section, "dl");
  if (!step.rules.empty()) {
    add_with_text(facts, "dt", "For detections of");
    add_rule_names(add(facts, "dd"), content, step.rules);
  }
  add_fact(facts, "Needs", fmt::format("{}", fmt::join(step.inputs, ", ")));
  add_fact(facts, "Gives", fmt::format("{}", fmt::join(step.gives, ", ")));
  add_fact(facts, "An attack if", step.true_positive_if);
  add_fact(facts, "Harmless if", step.false_positive_if);
  add_fact(facts, "Approved by", step.approval);
  add_fact(facts, "Undone by", step.rollback);
  if (!facts.first_child()) section.remove_child(facts);
  for (const packs::PlaybookSearch& search : step.searches) {
    add_with_text(section, "p", fmt::format("Search for {}:", search.name));
    add_copyable(section, fmt::format("Search {}", search.name), search.query);
  }
  for (const packs::PlaybookCommand& command : step.commands) {
    add_with_text(section, "p", fmt::format("Command on {}:", command.platform));
    add_copyable(section, fmt::format("Command on {}", command.platform), command.run);
  }
  add_branches(section, step);
}

}  // namespace

std::string playbook_page(const Frame& frame, const PackContent& content) {
  Page page(frame, "Playbook", kPlaybookPage);
  const auto document = std::ranges::find(content.documents, kPlaybookPage, &Document::page);
  if (document != content.documents.end()) add_document(page, content, *document);
  if (!content.playbook) return page.html();
  Node section = page.add_section("Steps, as machines read them", "steps");
  add_with_text(section, "p",
                fmt::format("{}, version {}. Words in braces stand for values of the detection or of an earlier step.",
                            content.playbook->title, content.playbook->version));
  add_criteria(section, *content.playbook);
  for (const PlaybookStep& step : content.playbook->steps) add_step(section, content, step);
  return page.html();
}

std::string document_page(const Frame& frame, const PackContent& content, const Document& document) {
  Page page(frame, document.title, document.page);
  add_document(page, content, document);
  return page.html();
}

}  // namespace yaral::packaging
