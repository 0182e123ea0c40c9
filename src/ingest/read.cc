#include "ingest/read.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "ingest/block_reader.h"
#include "ingest/collector.h"
#include "ingest/log_types.h"
#include "ingest/stream.h"
#include "ingest/walk.h"

namespace yaral::ingest {
namespace {

// Hands blocks to threads. There is no reading thread and no queue: whoever needs a block cuts one off a file that no
// other thread is cutting at the moment, or opens the next file. So memory is bounded by the number of threads, a big
// file keeps all threads busy, and so do many small ones.
class Dispatcher {
 public:
  Dispatcher(std::vector<FoundFile> files, const ReadOptions& options, const ReadContext& context, FileCloser& closer)
      : files_(std::move(files)), options_(options), context_(context), closer_(closer) {}

  // The next block; false when all inputs are at their end.
  bool next(Block& block) {
    std::unique_lock lock(mutex_);
    for (;;) {
      if (options_.cancel != nullptr && *options_.cancel) {
        idle_.clear();
        return false;
      }
      std::unique_ptr<BlockSource> source = take_idle();
      ++cutting_;
      if (source == nullptr) source = open_next(lock);
      if (source == nullptr) {
        if (--cutting_ == 0) {
          changed_.notify_all();
          return false;
        }
        changed_.wait(lock);
        continue;
      }
      lock.unlock();
      const bool found = source->next(block);
      if (!found) source = nullptr;
      lock.lock();
      --cutting_;
      if (found) idle_.push_back(std::move(source));
      changed_.notify_all();
      if (found) return true;
    }
  }

 private:
  std::unique_ptr<BlockSource> take_idle() {
    if (idle_.empty()) return nullptr;
    std::unique_ptr<BlockSource> source = std::move(idle_.back());
    idle_.pop_back();
    return source;
  }

  // The next file that can be opened.
  std::unique_ptr<BlockSource> open_next(std::unique_lock<std::mutex>& lock) {
    while (next_file_ < files_.size()) {
      const FoundFile& file = files_[next_file_++];
      lock.unlock();
      auto source = file.text == nullptr ? open_file(file.path, options_.progress) : from_text(*file.text);
      if (source) {
        StreamOrigin origin{file.path == "-" ? "(standard input)" : file.path, file.named, 0, options_.progress};
        auto stream = open_stream(std::move(*source), std::move(origin), context_, closer_);
        lock.lock();
        return stream;
      }
      context_.collector.skipped("unreadable file");
      context_.collector.problem({file.path, "", source.error(), file.named});
      lock.lock();
    }
    return nullptr;
  }

  std::vector<FoundFile> files_;
  const ReadOptions& options_;
  const ReadContext& context_;
  FileCloser& closer_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t next_file_ = 0;
  std::vector<std::unique_ptr<BlockSource>> idle_;
  unsigned cutting_ = 0;  // threads that have a source in hand, or are opening one
};

// Files may be done with on any thread; each thread closes those it came upon.
class Closer : public FileCloser {
 public:
  void close(const std::shared_ptr<FileState>& file) override {
    const std::lock_guard lock(mutex_);
    done_.push_back(file);
  }

  std::shared_ptr<FileState> take() {
    const std::lock_guard lock(mutex_);
    if (done_.empty()) return nullptr;
    std::shared_ptr<FileState> file = std::move(done_.back());
    done_.pop_back();
    return file;
  }

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<FileState>> done_;
};

void work(unsigned worker, Dispatcher& dispatcher, Closer& closer, const ReadOptions& options,
          const ReadContext& context, BatchConsumer& consumer) {
  BlockReader reader(worker, options, context, consumer);
  const auto close_files = [&] {
    while (const std::shared_ptr<FileState> file = closer.take()) {
      reader.finish_file(*file);
      context.collector.close_file(*file);
    }
  };
  for (Block block; dispatcher.next(block); block = Block{}) {
    reader.read(block);
    if (options.live) reader.flush();
    if (--block.file->open == 0) closer.close(block.file);
    close_files();
  }
  close_files();
  reader.flush();
  reader.report();
}

Timestamp present() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::seconds>(now).count(), 0};
}

}  // namespace

ReadReport read_inputs(const ReadOptions& options, BatchConsumer& consumer) {
  Collector collector;
  std::optional<LogTypes> shipped;
  if (options.log_types == nullptr) shipped = LogTypes::shipped();
  const LogTypes& log_types = options.log_types == nullptr ? *shipped : *options.log_types;
  const LogTypeEntry* const forced = options.log_type.empty() ? nullptr : log_types.find(options.log_type);
  const ReadContext context{collector,
                            log_types,
                            forced,
                            options.record_limit,
                            options.expansion_limit,
                            options.now.is_zero() ? present() : options.now,
                            options.live};
  std::vector<FoundFile> files = find_files(options.inputs, collector);
  for (const InputText& input : options.texts) files.push_back({input.name, true, input.text.size(), &input.text});
  if (options.progress != nullptr) {
    for (const FoundFile& file : files) options.progress->bytes_total += file.size;
  }
  Closer closer;
  Dispatcher dispatcher(std::move(files), options, context, closer);
  {
    std::vector<std::jthread> threads;
    for (unsigned worker = 1; worker < options.threads; ++worker) {
      threads.emplace_back([&, worker] { work(worker, dispatcher, closer, options, context, consumer); });
    }
    work(0, dispatcher, closer, options, context, consumer);
  }
  return collector.finish();
}

}  // namespace yaral::ingest
