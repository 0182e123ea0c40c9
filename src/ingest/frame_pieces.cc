#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/framer.h"
#include "ingest/json_splitter.h"
#include "ingest/windows_xml.h"

namespace yaral::ingest {
namespace {

enum class Found : std::uint8_t { kRecord, kBroken, kMore, kEnd };

struct Step {
  Found found = Found::kEnd;
  std::size_t begin = 0;
  std::size_t between = 0;  // up to `other_end` stands text that is of no record
  std::size_t other_end = 0;
  std::size_t size = 0;
  std::size_t consumed = 0;
  std::string_view message;
};

struct JsonSteps {
  static constexpr BlockKind kKind = BlockKind::kJson;
  static constexpr std::string_view kNone = "no JSON object in it: no events";
  JsonSplitter splitter;

  Step next(std::string_view text, bool at_end) {
    const JsonPiece piece = splitter.next(text, at_end);
    constexpr Found kFound[] = {Found::kRecord, Found::kBroken, Found::kMore, Found::kEnd};
    return {kFound[static_cast<std::size_t>(piece.kind)],
            piece.begin,
            piece.between,
            piece.begin,
            piece.size,
            piece.consumed,
            piece.message};
  }

  // What lists, wrappers and files that were put together leave between objects is none.
  static bool is_other(std::string_view line) {
    constexpr std::string_view kBetween("\0\x1A\x1E\xEF\xBB\xBF\t\r ,[]}", 13);
    return line.find_first_not_of(kBetween) != std::string_view::npos;
  }
};

struct XmlSteps {
  static constexpr BlockKind kKind = BlockKind::kXml;
  static constexpr std::string_view kNone = "no Event element in it: no events";
  EventXmlSplitter splitter;

  Step next(std::string_view text, bool at_end) {
    const XmlPiece piece = splitter.next(text, at_end);
    switch (piece.kind) {
      case XmlPieceKind::kEvent: return record(static_cast<std::size_t>(piece.xml.data() - text.data()), piece);
      case XmlPieceKind::kBroken:
        return {Found::kBroken, begin_of_event(text), 0, 0, 0, piece.consumed, "the Event element does not end"};
      case XmlPieceKind::kMore: return {Found::kMore, 0, 0, piece.consumed, 0, piece.consumed, {}};
      case XmlPieceKind::kEnd: break;
    }
    return {Found::kEnd, 0, 0, piece.consumed, 0, piece.consumed, {}};
  }

  static Step record(std::size_t begin, const XmlPiece& piece) {
    return {Found::kRecord, begin, 0, begin, piece.xml.size(), piece.consumed, {}};
  }

  // Tags around events are none.
  static bool is_other(std::string_view line) { return !trim(line).empty() && trim(line).front() != '<'; }

  static std::size_t begin_of_event(std::string_view text) {
    constexpr std::string_view kTag = "<Event";
    std::size_t at = text.find(kTag);
    while (at != std::string_view::npos && text.substr(at + kTag.size()).starts_with('s')) at = text.find(kTag, at + 1);
    return at == std::string_view::npos ? 0 : at;
  }
};

// Cuts text whose records a splitter finds.
template <typename Steps>
class PieceFramer : public Framer {
 public:
  PieceFramer(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context, Steps steps)
      : buffer_(std::move(source), file, context), file_(file), context_(context), steps_(std::move(steps)) {}

  bool next(Block& block) override {
    std::size_t at = 0;
    while (!ended_) {
      const std::string_view rest = buffer_.text().substr(at);
      const Step step = steps_.next(rest, buffer_.at_end());
      look_at_gap(rest, step);
      if (step.found == Found::kRecord) {
        any_ = true;
        block.pieces.push_back({at + step.begin, step.size, line_at(rest, step.begin)});
      } else if (step.found == Found::kBroken) {
        any_ = true;
        const std::uint64_t line = line_at(rest, std::min(step.begin, rest.size()));
        skip_record(context_, file_, "line " + std::to_string(line), line, "broken record",
                    std::string(step.message) + ": skipped");
      }
      line_ = line_at(rest, step.consumed);
      counted_ = 0;
      at += step.consumed;
      ended_ = step.found == Found::kEnd;
      if (ended_) tell_gaps();
      if (step.found != Found::kMore) continue;
      if (!block.pieces.empty()) break;
      buffer_.drop(at);
      at = 0;
      buffer_.grow();
    }
    if (block.pieces.empty()) return false;
    block.kind = Steps::kKind;
    buffer_.hand_over(block, at, at);
    return true;
  }

 private:
  // Counts the lines of other text between records, which are lost.
  void look_at_gap(std::string_view rest, const Step& step) {
    for (std::size_t at = step.between; at < step.other_end;) {
      const std::size_t end = std::min(rest.find('\n', at), step.other_end);
      if (!line_is_counted_ && Steps::is_other(rest.substr(at, end - at))) {
        if (other_lines_++ == 0) first_other_line_ = line_ + count_lines(rest.substr(0, at));
        line_is_counted_ = true;
      }
      if (end < step.other_end) line_is_counted_ = false;
      at = end + 1;
    }
  }

  void tell_gaps() {
    if (!any_ && other_lines_ == 0) {
      context_.collector.skipped("file without events");
      context_.collector.problem({file_.name, "", std::string(Steps::kNone), false});
    }
    if (other_lines_ == 0) return;
    context_.collector.skipped("line of text between events", other_lines_);
    context_.collector.problem({file_.name, "line " + std::to_string(first_other_line_),
                                "text between the events, of no known format: " + std::to_string(other_lines_) +
                                    (other_lines_ == 1 ? " line" : " lines") + " skipped from here on",
                                false},
                               first_other_line_);
  }

  // The line of a place in the text that begins at line_. Places are asked for in order.
  std::uint64_t line_at(std::string_view rest, std::size_t place) {
    line_ += count_lines(rest.substr(counted_, place - counted_));
    counted_ = place;
    return line_;
  }

  FrameBuffer buffer_;
  FileState& file_;
  const ReadContext& context_;
  Steps steps_;
  std::uint64_t line_ = 1;
  std::size_t counted_ = 0;
  std::uint64_t other_lines_ = 0;
  std::uint64_t first_other_line_ = 0;
  bool line_is_counted_ = false;
  bool any_ = false;  // record, broken or not
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<Framer> frame_json(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context) {
  return std::make_unique<PieceFramer<JsonSteps>>(std::move(source), file, context,
                                                  JsonSteps{JsonSplitter(context.record_limit)});
}

std::unique_ptr<Framer> frame_xml(std::unique_ptr<ByteSource> source, FileState& file, const ReadContext& context) {
  const std::size_t limit = std::min<std::uint64_t>(context.record_limit, kLongestEventXml);
  return std::make_unique<PieceFramer<XmlSteps>>(std::move(source), file, context, XmlSteps{EventXmlSplitter(limit)});
}

}  // namespace yaral::ingest
