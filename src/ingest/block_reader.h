#pragma once

#include <cstdint>
#include <memory>

#include "ingest/audit_records.h"
#include "ingest/block.h"
#include "ingest/collector.h"
#include "ingest/columns.h"
#include "ingest/framer.h"
#include "ingest/json_records.h"
#include "ingest/read.h"
#include "ingest/windows_xml.h"
#include "ingest/xml_lines.h"

namespace yaral::ingest {

// Turns blocks into events and hands these on in batches. One a thread.
class BlockReader : private EventSink {
 public:
  BlockReader(unsigned worker, const ReadOptions& options, const ReadContext& context, BatchConsumer& consumer);

  void read(const Block& block);
  // The script blocks that stayed incomplete at the end of a file.
  void finish_file(FileState& file);
  // Hands over what is there.
  void flush();
  // Adds what was counted to the collector; at the end.
  void report();

 private:
  void event(const udm::Event& event) override;
  void weakened(std::string_view reason) override;
  void dropped(std::string_view reason) override;
  RowObserver* observer() override { return options_.observer; }

  // Calls `visit(text, line)` for each line that is not blank, not too long and no event XML, which is read at once.
  template <typename Visit>
  void each_line(const Block& block, Visit visit);
  std::size_t event_xml(std::string_view text, std::size_t begin, std::uint64_t line, XmlLines& xml_lines);
  void json_lines(const Block& block);
  void lines(const Block& block);
  void line(std::string_view text, std::uint64_t number);
  void unwrapped(const RawRecord& record, std::uint64_t number);
  bool go_on(std::string_view text);
  void finish_record();
  void audit_events();
  void json_pieces(const Block& block);
  void xml(const Block& block);
  void evtx(const Block& block);
  void json_record(const RawRecord& record, std::uint64_t line);
  void json_record(std::string_view text, std::uint64_t line);
  void xml_record(const RawRecord& record, std::uint64_t line);
  void json_array(std::string_view text, std::uint64_t line);
  void chunk(const Block& block, const Block::Piece& piece);
  void skip(std::string place, std::uint64_t position, std::string_view reason, std::string message);
  void flush_when_full();

  unsigned worker_;
  const ReadOptions& options_;
  const ReadContext& context_;
  BatchConsumer& consumer_;
  JsonRecordReader json_;
  WindowsXmlReader xml_;
  WindowsEvent record_;
  ColumnHeader columns_;  // of the block
  AuditRecords audit_;
  RawRecord open_;                           // a record whose next line may belong to it
  const LogTypeEntry* open_type_ = nullptr;  // null: there is none
  Tally tally_;
  std::unique_ptr<EventBatch> batch_ = std::make_unique<EventBatch>();
  Workbench bench_{batch_->arena, *this};
  std::size_t held_ = 0;  // bytes that the batch keeps
  FileState* file_ = nullptr;
  std::uint64_t records_ = 0;  // of the block
  std::uint64_t events_ = 0;
};

}  // namespace yaral::ingest
