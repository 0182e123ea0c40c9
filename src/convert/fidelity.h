#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "syntax/json_writer.h"

// How much of what a rule means its conversion keeps.
namespace yaral::convert {

enum class Level : std::uint8_t {
  kExact,        // the query selects what the rule selects
  kApproximate,  // it may select something else; the notes say where
  kRefused,      // there is no query; the notes say why
};

// "exact", "approximate", "refused"
std::string_view level_name(Level level);

struct FidelityNote {
  Level level = Level::kApproximate;  // what this note alone would make of the conversion
  std::string what;                   // the construct, as a rule writes it: `#e`, `re.replace`, `over 5m`
  std::string why;                    // a sentence without the final stop

  bool operator==(const FidelityNote&) const = default;
};

// Collects what a writer has to say. A writer goes on after a refusal, so that one run names all reasons.
class Fidelity {
 public:
  // Something the reader should know that changes no result: how windows are written, say.
  void remark(std::string what, std::string why) { add({Level::kExact, std::move(what), std::move(why)}); }
  void approximate(std::string what, std::string why) { add({Level::kApproximate, std::move(what), std::move(why)}); }
  void refuse(std::string what, std::string why) { add({Level::kRefused, std::move(what), std::move(why)}); }

  // What `other` has to say as well.
  void add(const Fidelity& other);

  Level level() const { return level_; }
  bool refused() const { return level_ == Level::kRefused; }
  std::span<const FidelityNote> notes() const { return notes_; }
  // What is refused first, and why; empty when nothing is.
  std::string first_refusal() const;

 private:
  void add(FidelityNote note);

  Level level_ = Level::kExact;
  std::vector<FidelityNote> notes_;  // none twice
};

// How a target writes a comment that goes on to the end of a line ("-- "), or one between two marks.
struct CommentSyntax {
  std::string_view before;  // of each line
  std::string_view open;    // a line of its own before the first; empty when lines need none
  std::string_view close;
  std::string_view never = {};  // characters that mean something in a comment as well: `'` is written for them
};

// Lines that tell the level and the notes, each a comment. Text of the rule cannot end the comment.
std::string comment_block(std::string_view rule, std::string_view target, const Fidelity& fidelity,
                          const CommentSyntax& syntax, std::string_view by = "yaral convert");

// How many of some conversions, or of other things with a fidelity, are of a level.
template <typename Range>
std::size_t count_of(const Range& made, Level level) {
  return static_cast<std::size_t>(
      std::ranges::count_if(made, [&](const auto& one) { return one.fidelity.level() == level; }));
}

// The member `text` of a report: null when it is empty, as of what is refused.
void write_text(std::string_view text, syntax::JsonWriter& json);

// {"level": "exact", "notes": [{"level": …, "what": …, "why": …}]}
void write_fidelity(const Fidelity& fidelity, syntax::JsonWriter& json);

}  // namespace yaral::convert
