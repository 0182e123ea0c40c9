#include "convert/fidelity.h"

#include <algorithm>

#include <fmt/format.h>

#include "syntax/quote.h"

namespace yaral::convert {

std::string_view level_name(Level level) {
  constexpr std::string_view kNames[] = {"exact", "approximate", "refused"};
  return kNames[static_cast<std::size_t>(level)];
}

void Fidelity::add(FidelityNote note) {
  level_ = std::max(level_, note.level);
  if (std::ranges::find(notes_, note) == notes_.end()) notes_.push_back(std::move(note));
}

namespace {

// On one line, and without the mark that would end the comment.
std::string harmless(std::string text, const CommentSyntax& syntax) {
  text = syntax::printable(text);
  for (char& c : text)
    if (syntax.never.find(c) != std::string_view::npos) c = '\'';
  const std::string_view close = syntax.close;
  for (std::size_t at = 0; !close.empty() && (at = text.find(close)) != std::string::npos;) text.insert(at + 1, " ");
  return text;
}

constexpr std::string_view kHeadings[] = {"note", "differs", "refused"};

}  // namespace

void Fidelity::add(const Fidelity& other) {
  for (const FidelityNote& note : other.notes_) add(note);
}

std::string Fidelity::first_refusal() const {
  const auto note = std::ranges::find(notes_, Level::kRefused, &FidelityNote::level);
  return note == notes_.end() ? "" : note->what + ": " + note->why;
}

std::string comment_block(std::string_view rule, std::string_view target, const Fidelity& fidelity,
                          const CommentSyntax& syntax, std::string_view by) {
  std::string out = syntax.open.empty() ? "" : std::string(syntax.open) + '\n';
  const auto line = [&](const std::string& text) { out += std::string(syntax.before) + harmless(text, syntax) + '\n'; };
  line(fmt::format("{}: {}, by {}", rule, target, by));
  line(fmt::format("fidelity: {}", level_name(fidelity.level())));
  for (const FidelityNote& note : fidelity.notes())
    line(fmt::format("{}: {}: {}", kHeadings[static_cast<std::size_t>(note.level)], note.what, note.why));
  return syntax.close.empty() ? out : out + std::string(syntax.close) + '\n';
}

void write_text(std::string_view text, syntax::JsonWriter& json) {
  json.key("text");
  if (text.empty()) {
    json.null();
  } else {
    json.string(text);
  }
}

void write_fidelity(const Fidelity& fidelity, syntax::JsonWriter& json) {
  json.begin_object().member("level", level_name(fidelity.level())).key("notes").begin_array();
  for (const FidelityNote& note : fidelity.notes()) {
    json.begin_object().member("level", level_name(note.level)).member("what", note.what).member("why", note.why);
    json.end_object();
  }
  json.end_array().end_object();
}

}  // namespace yaral::convert
