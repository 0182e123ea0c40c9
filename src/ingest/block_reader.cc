#include "ingest/block_reader.h"

#include <algorithm>
#include <span>
#include <string>

#include "ingest/convert.h"
#include "ingest/evtx_chunk.h"
#include "ingest/generic.h"
#include "ingest/json_splitter.h"
#include "ingest/syslog.h"
#include "ingest/windows_normaliser.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kBatchEvents = 256;  // they are read again by the rules, so they should still be in the cache
constexpr std::size_t kBatchBytes = 4 << 20;

// As many whole lines as are worked on together, or one that is longer than these.
std::string_view first_lines(std::string_view text) {
  constexpr std::size_t kTogether = 64 << 10;  // with their tokens they should stay in the cache
  if (text.size() <= kTogether) return text;
  const auto last = text.substr(0, kTogether).rfind('\n');
  return text.substr(0, last == std::string_view::npos ? text.find('\n', kTogether) : last + 1);
}

std::string line_place(std::uint64_t line) { return "line " + std::to_string(line); }

}  // namespace

BlockReader::BlockReader(unsigned worker, const ReadOptions& options, const ReadContext& context,
                         BatchConsumer& consumer)
    : worker_(worker),
      options_(options),
      context_(context),
      consumer_(consumer),
      json_(options.projection, context.log_types, context.forced) {}

void BlockReader::event(const udm::Event& event) {
  if ((options_.from && event.time < *options_.from) || (options_.to && event.time >= *options_.to)) {
    ++tally_.outside_time;
    return;
  }
  if (event.time.is_zero()) weakened("event without a time that can be read");
  batch_->events.push_back(event);
  ++events_;
  Tally::count(tally_.log_types, event.log_type.empty() ? std::string_view("UDM") : event.log_type);
}

void BlockReader::weakened(std::string_view reason) { Tally::count(tally_.weakened, reason); }

void BlockReader::dropped(std::string_view reason) {
  ++file_->skipped;
  ++file_->left_out;
  Tally::count(tally_.skipped, reason);
}

void BlockReader::read(const Block& block) {
  file_ = block.file.get();
  records_ = 0;
  events_ = 0;
  batch_->buffers.push_back(block.bytes);
  held_ += block.size;
  switch (block.kind) {
    case BlockKind::kJsonLines: json_lines(block); break;
    case BlockKind::kLines: lines(block); break;
    case BlockKind::kJson: json_pieces(block); break;
    case BlockKind::kXml: xml(block); break;
    case BlockKind::kEvtx: evtx(block); break;
  }
  file_->records += records_;
  file_->events += events_;
  if (options_.progress != nullptr) options_.progress->events += events_;
  if (held_ >= kBatchBytes) flush();
}

void BlockReader::finish_file(FileState& file) {
  file_ = &file;
  events_ = 0;
  for (const ScriptBlock& block : file.script_blocks.take_incomplete()) {
    Tally::count(tally_.weakened, "script block with parts missing");
    emit_script_block(block, batch_->arena, *this);
    flush_when_full();
  }
  file.events += events_;
  if (options_.progress != nullptr) options_.progress->events += events_;
}

void BlockReader::flush() {
  if (!batch_->events.empty()) {
    for (BatchEditor* editor : options_.editors) editor->edit(worker_, *batch_);
    consumer_.consume(worker_, *batch_);
  }
  batch_->events.clear();
  batch_->buffers.clear();
  batch_->arena.reset();
  held_ = 0;
}

void BlockReader::flush_when_full() {
  if (batch_->events.size() < kBatchEvents) return;
  // The block being read stays: events to come point into it.
  const auto buffer = batch_->buffers.empty() ? nullptr : batch_->buffers.back();
  flush();
  if (buffer != nullptr) batch_->buffers.push_back(buffer);
}

void BlockReader::report() {
  context_.collector.add(tally_);
  context_.collector.add(json_.notes());
}

void BlockReader::skip(std::string place, std::uint64_t position, std::string_view reason, std::string message) {
  ++records_;
  ++file_->skipped;
  Tally::count(tally_.skipped, reason);
  context_.collector.problem({file_->name, std::move(place), std::move(message), false}, position);
}

template <typename Visit>
void BlockReader::each_line(const Block& block, Visit visit) {
  const std::string_view all(block.bytes.get(), block.size);
  XmlLines xml_lines;
  std::size_t line = 0;  // of the block
  for (std::size_t at = 0; at < all.size();) {
    std::size_t end = line < block.line_ends.size() ? block.line_ends[line] : all.size();
    const std::string_view whole = all.substr(at, end - at);
    const std::string_view text = trim(whole);
    const std::uint64_t number = block.first_line + line;
    if (text.size() > context_.record_limit) {
      skip(line_place(number), number, "record too long",
           "longer than " + std::to_string(context_.record_limit) + " bytes: skipped");
    } else if (text.starts_with('{')) {
      visit(text, number);
    } else if (const auto begin = event_xml_begin(whole); begin != std::string_view::npos) {
      end = at + event_xml(all.substr(at), begin, number, xml_lines);
    } else if (!text.empty()) {
      visit(text, number);
    }
    at = end;
    // An event in XML may end on a later line, or in the middle of one.
    while (line < block.line_ends.size() && block.line_ends[line] <= at) ++line;
  }
}

// Reads the first event of the text, whose XML begins at `begin` on its first line. Returns how much of the text is done.
std::size_t BlockReader::event_xml(std::string_view text, std::size_t begin, std::uint64_t line, XmlLines& xml_lines) {
  finish_record();
  const XmlPiece piece = xml_lines.next(text.substr(begin));
  if (piece.kind == XmlPieceKind::kEvent) {
    RawRecord record{piece.xml};
    const std::string_view header = trim(text.substr(0, begin));
    if (!header.empty()) record.source = {header.data(), piece.xml.data() + piece.xml.size()};
    xml_record(record, line);
  } else if (piece.kind == XmlPieceKind::kBroken) {
    skip(line_place(line), line, "broken event XML", "the Event element does not end: skipped");
  }
  return begin + piece.consumed;
}

void BlockReader::json_lines(const Block& block) {
  const std::string_view all(block.bytes.get(), block.size);
  std::size_t opened = 0;
  each_line(block, [&](std::string_view text, std::uint64_t line) {
    const auto begin = static_cast<std::size_t>(text.data() - all.data());
    if (begin >= opened) {
      const std::string_view lines = first_lines(all.substr(begin));
      json_.open_lines(lines);
      opened = begin + lines.size();
    }
    if (text.starts_with('[')) {
      json_array(text, line);
    } else {
      json_record(text, line);
    }
  });
  json_.open_lines({});
}

void BlockReader::lines(const Block& block) {
  columns_ = ColumnHeader();
  if (block.header != nullptr) {
    for (std::string_view rest = *block.header; !rest.empty();) {
      const auto end = std::min(rest.find('\n'), rest.size());
      columns_.read(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  each_line(block, [&](std::string_view text, std::uint64_t number) { line(text, number); });
  finish_record();
  audit_events();
}

void BlockReader::line(std::string_view text, std::uint64_t number) {
  constexpr std::string_view kBetweenEvents = "----";  // of ausearch
  if (go_on(text)) return;
  finish_record();
  if (columns_.read(text) || text == kBetweenEvents) return;
  RawRecord record{text};
  record.envelope.now = context_.now;
  if (columns_.known()) {
    std::vector<Datum> columns;
    if (!columns_.split(text, batch_->arena, columns)) {
      skip(line_place(number), number, "line with other columns than its header",
           "not as many columns as the header names: skipped");
      return;
    }
    record.columns = columns;
    unwrapped(record, number);
    return;
  }
  record.text = take_syslog_header(text, record.envelope);
  if (record.text.data() != text.data()) record.source = text;
  if (record.text.starts_with('{')) {
    json_record(record, number);
  } else if (const std::string_view id = audit_id(record.text); !id.empty()) {
    audit_.add(id, record.text, record.envelope);
  } else {
    unwrapped(record, number);
  }
}

// A record that is text, of whatever log type.
void BlockReader::unwrapped(const RawRecord& record, std::uint64_t number) {
  const LogTypeEntry* entry = context_.forced;
  if (entry == nullptr || entry->normaliser == nullptr) entry = context_.log_types.claim(record);
  if (entry == nullptr && record.envelope.time.is_zero()) {
    skip(line_place(number), number, "line of no known format", "no log type knows this line: skipped");
    return;
  }
  ++records_;
  if (entry == nullptr) {
    keep_line(record, batch_->arena, *this);
  } else if (entry->continues != nullptr && record.columns.empty()) {
    open_ = record;
    open_type_ = entry;
    return;
  } else {
    entry->normaliser->normalise(record, bench_);
  }
  flush_when_full();
}

// Adds the line to the record before it, if it goes on with it: both lie in the block.
bool BlockReader::go_on(std::string_view text) {
  if (open_type_ == nullptr || !open_type_->continues(text)) return false;
  const char* const end = text.data() + text.size();
  const std::string_view whole = open_.whole();
  if (static_cast<std::size_t>(end - whole.data()) > context_.record_limit) return false;
  if (!open_.source.empty()) open_.source = {whole.data(), end};
  open_.text = {open_.text.data(), end};
  return true;
}

void BlockReader::finish_record() {
  if (open_type_ == nullptr) return;
  open_type_->normaliser->normalise(open_, bench_);
  open_type_ = nullptr;
  flush_when_full();
}

void BlockReader::audit_events() {
  for (const AuditRecords::Event& event : audit_.take()) {
    unwrapped(audit_record(event, batch_->arena), 0);
    finish_record();  // these have all their lines
  }
}

void BlockReader::json_array(std::string_view text, std::uint64_t line) {
  JsonSplitter splitter(context_.record_limit);
  bool any = false;
  while (!text.empty()) {
    const JsonPiece piece = splitter.next(text, true);
    if (piece.kind == JsonPieceKind::kEnd) break;
    any = true;
    if (piece.kind == JsonPieceKind::kObject) {
      json_record(text.substr(piece.begin, piece.size), line);
    } else {
      skip(line_place(line), line, "broken record", std::string(piece.message) + ": skipped");
    }
    text.remove_prefix(piece.consumed);
  }
  if (!any) skip(line_place(line), line, "not a JSON object", "an array without objects: skipped");
}

void BlockReader::json_record(std::string_view text, std::uint64_t line) {
  RawRecord record{text};
  record.envelope.now = context_.now;
  json_record(record, line);
}

void BlockReader::json_record(const RawRecord& record, std::uint64_t line) {
  const std::string_view text = record.text;
  const auto outcome = json_.read(record, file_->script_blocks, batch_->arena, *this);
  if (!outcome) {
    const JsonFault& fault = outcome.error();
    const std::string_view before = text.substr(0, std::min(fault.offset, text.size()));
    const auto newline = before.rfind('\n');
    const std::uint64_t fault_line = line + static_cast<std::uint64_t>(std::ranges::count(before, '\n'));
    const std::size_t column = before.size() - (newline == std::string_view::npos ? 0 : newline + 1) + 1;
    skip(line_place(fault_line), fault_line, "broken JSON",
         "column " + std::to_string(column) + ": " + fault.message + ": skipped");
    return;
  }
  ++records_;
  flush_when_full();
}

void BlockReader::json_pieces(const Block& block) {
  for (const Block::Piece& piece : block.pieces) {
    json_record(std::string_view(block.bytes.get() + piece.offset, piece.size), piece.place);
  }
}

void BlockReader::xml(const Block& block) {
  for (const Block::Piece& piece : block.pieces) {
    xml_record(RawRecord{{block.bytes.get() + piece.offset, piece.size}}, piece.place);
  }
}

void BlockReader::xml_record(const RawRecord& record, std::uint64_t line) {
  const auto outcome = xml_.read(record.text, record_, batch_->arena);
  if (!outcome) {
    skip(line_place(line), line, "broken event XML", outcome.error() + ": skipped");
    return;
  }
  ++records_;
  record_.source = record.whole();
  normalise(record_, TextLifetime::kArena, file_->script_blocks, batch_->arena, *this);
  flush_when_full();
}

void BlockReader::evtx(const Block& block) {
  for (const Block::Piece& piece : block.pieces) {
    chunk(block, piece);
    // Between chunks only: the reader of a chunk keeps texts in the arena.
    flush_when_full();
  }
}

void BlockReader::chunk(const Block& block, const Block::Piece& piece) {
  const auto bytes = std::as_bytes(std::span(block.bytes.get() + piece.offset, piece.size));
  const evtx::ChunkChecks checks = evtx::check_chunk(bytes);
  if (!checks.signature || !checks.header || !checks.records) {
    Tally::count(tally_.weakened, "EVTX chunk with a wrong checksum, read all the same");
    context_.collector.problem(
        {file_->name, "chunk at offset " + std::to_string(piece.place),
         checks.signature ? "wrong checksum: read all the same" : "no signature: read all the same", false},
        piece.place);
  }
  held_ += evtx::kChunkSize * 4;  // what a chunk's texts take, about
  evtx::ChunkReader reader(bytes, batch_->arena);
  while (const auto outcome = reader.next(record_)) {
    if (*outcome) {
      ++records_;
      if (options_.keep_source) record_.source = write_event_xml(record_, batch_->arena);
      normalise(record_, TextLifetime::kArena, file_->script_blocks, batch_->arena, *this);
      continue;
    }
    const evtx::RecordFailure& failure = outcome->error();
    const std::uint64_t position = piece.place + failure.offset;
    const std::string id = failure.record_id == 0 ? "" : "record " + std::to_string(failure.record_id) + ": ";
    skip("offset " + std::to_string(position), position, "broken EVTX record",
         id + std::string(evtx::describe(failure.error)) + ": skipped");
  }
}

}  // namespace yaral::ingest
