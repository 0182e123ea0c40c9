#pragma once

#include <memory>
#include <string>

#include "ingest/block.h"
#include "ingest/framer.h"

namespace yaral::ingest {

// Gives the blocks of an input one after another, from as many files as it holds. Not thread-safe.
class BlockSource {
 public:
  virtual ~BlockSource() = default;
  // False at the end.
  virtual bool next(Block& block) = 0;
};

// Where a stream comes from.
struct StreamOrigin {
  std::string name;    // path, `archive.zip!member`
  bool named = false;  // by the user: then nothing to read in it is an error
  int depth = 0;       // archives around it
  Progress* progress = nullptr;
};

constexpr int kDeepestArchive = 3;

// Told when a file is done with: no block of it is left, and no more will come.
class FileCloser {
 public:
  virtual ~FileCloser() = default;
  virtual void close(const std::shared_ptr<FileState>& file) = 0;
};

// Tells the format of the stream's content and reads it. What cannot be read is told to the collector. The stream is not
// touched before the first call of next().
std::unique_ptr<BlockSource> open_stream(std::unique_ptr<ByteSource> source, StreamOrigin origin,
                                         const ReadContext& context, FileCloser& closer);

// The members of an archive, or what a compressed file holds.
std::unique_ptr<BlockSource> open_archive(std::unique_ptr<ByteSource> source, StreamOrigin origin,
                                          const ReadContext& context, FileCloser& closer);

}  // namespace yaral::ingest
