#pragma once

#include <cstdint>
#include <memory>

#include "ingest/byte_source.h"

namespace yaral::ingest {

// What gzip data expands to, one member after another. Checksums and lengths are checked, which libarchive does not: where
// they are wrong, error() says so after all bytes were given.
class GunzipSource : public ByteSource {
 public:
  explicit GunzipSource(std::unique_ptr<ByteSource> source);
  ~GunzipSource() override;
  GunzipSource(const GunzipSource&) = delete;
  GunzipSource& operator=(const GunzipSource&) = delete;

  std::size_t read(char* to, std::size_t size) override;
  std::string error() const override { return error_; }

  // Bytes read before they were expanded.
  std::uint64_t compressed() const { return compressed_; }

 private:
  struct Inflater;
  bool refill();
  bool begin_next_member();

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Inflater> inflater_;
  std::uint64_t compressed_ = 0;
  bool ended_ = false;
  std::string error_;
};

bool looks_like_gzip(std::string_view head);

}  // namespace yaral::ingest
