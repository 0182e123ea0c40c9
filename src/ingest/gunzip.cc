#include "ingest/gunzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace yaral::ingest {
namespace {

constexpr int kGzipWindow = 15 + 16;  // with a gzip header around it
constexpr std::size_t kReadSize = 256 << 10;
constexpr std::string_view kMagic = "\x1F\x8B";

}  // namespace

struct GunzipSource::Inflater {
  z_stream stream{};
  std::array<char, kReadSize> input;
};

GunzipSource::GunzipSource(std::unique_ptr<ByteSource> source)
    : source_(std::move(source)), inflater_(std::make_unique<Inflater>()) {
  if (inflateInit2(&inflater_->stream, kGzipWindow) == Z_OK) return;
  error_ = "not enough memory to expand it";
  ended_ = true;
}

GunzipSource::~GunzipSource() { inflateEnd(&inflater_->stream); }

// Keeps what is left, which is little. False when there is no more.
bool GunzipSource::refill() {
  z_stream& stream = inflater_->stream;
  const std::size_t left = stream.avail_in;
  char* const begin = inflater_->input.data();
  if (left > 0) std::copy_n(reinterpret_cast<const char*>(stream.next_in), left, begin);
  const std::size_t got = source_->read(begin + left, inflater_->input.size() - left);
  compressed_ += got;
  stream.next_in = reinterpret_cast<Bytef*>(begin);
  stream.avail_in = static_cast<uInt>(left + got);
  return got > 0;
}

// Behind a member: whether another begins. What else stands there, zeros mostly, is none.
bool GunzipSource::begin_next_member() {
  z_stream& stream = inflater_->stream;
  while (stream.avail_in < kMagic.size() && refill()) {
  }
  const std::string_view rest(reinterpret_cast<const char*>(stream.next_in), stream.avail_in);
  return looks_like_gzip(rest) && inflateReset(&stream) == Z_OK;
}

std::size_t GunzipSource::read(char* to, std::size_t size) {
  z_stream& stream = inflater_->stream;
  size = std::min<std::size_t>(size, std::numeric_limits<uInt>::max());
  stream.next_out = reinterpret_cast<Bytef*>(to);
  stream.avail_out = static_cast<uInt>(size);
  while (!ended_ && stream.avail_out > 0) {
    if (stream.avail_in == 0 && !refill()) {
      error_ = source_->error().empty() ? "truncated gzip input" : source_->error();
      ended_ = true;
      break;
    }
    const int result = inflate(&stream, Z_NO_FLUSH);
    if (result == Z_STREAM_END) {
      ended_ = !begin_next_member();
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      error_ = std::string("damaged gzip data: ") + (stream.msg == nullptr ? "not enough memory" : stream.msg);
      ended_ = true;
    }
  }
  return size - stream.avail_out;
}

bool looks_like_gzip(std::string_view head) { return head.starts_with(kMagic); }

}  // namespace yaral::ingest
