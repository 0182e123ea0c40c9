#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ingest/script_blocks.h"

namespace yaral::ingest {

// A file, or a member of an archive, while it is read. Shared by its blocks.
struct FileState {
  std::string name;
  std::string format;
  bool named = false;  // by the user, on the command line

  ScriptBlocks script_blocks;
  std::atomic<std::uint64_t> bytes{0};
  std::atomic<std::uint64_t> records{0};
  std::atomic<std::uint64_t> events{0};
  std::atomic<std::uint64_t> skipped{0};
  std::atomic<std::uint64_t> left_out{0};  // of `skipped`: what is no event, and no mistake
  // Blocks that are not processed yet, and one for the reader while it may make more. Whoever takes it to zero closes
  // the file.
  std::atomic<std::uint64_t> open{1};
};

enum class BlockKind : std::uint8_t {
  kJsonLines,  // a JSON object a line
  kLines,      // lines of text: syslog, auditd, columns
  kJson,       // the JSON objects of `pieces`
  kXml,        // the Event elements of `pieces`
  kEvtx,       // the chunks of `pieces`
};

// A piece of a file that can be processed apart from the rest: whole records only.
struct Block {
  struct Piece {
    std::size_t offset = 0;  // in `bytes`
    std::size_t size = 0;
    std::uint64_t place = 0;  // line number, or offset in the file
  };

  std::shared_ptr<FileState> file;
  BlockKind kind = BlockKind::kJsonLines;
  std::shared_ptr<char[]> bytes;  // with kJsonPadding behind
  std::size_t size = 0;
  std::uint64_t first_line = 1;               // kJsonLines, kLines
  std::vector<std::size_t> line_ends;         // likewise: behind each line break
  std::shared_ptr<const std::string> header;  // kLines: the `#` lines before it that hold for it; null when none
  std::vector<Piece> pieces;
};

}  // namespace yaral::ingest
