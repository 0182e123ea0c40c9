#include "ingest/event_id.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "base/encoding.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kIdSize = 16;

struct DigestDeleter {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// SHA-256 over texts, each with its length, so that their borders count.
class Digest {
 public:
  Digest() : context_(thread_context()) { EVP_DigestInit_ex(context_, EVP_sha256(), nullptr); }

  void add(std::string_view text) {
    add(text.size());
    EVP_DigestUpdate(context_, text.data(), text.size());
  }
  void add(std::uint64_t number) { EVP_DigestUpdate(context_, &number, sizeof number); }

  std::string_view finish(Arena& arena) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    EVP_DigestFinal_ex(context_, digest, nullptr);
    return arena.copy(base64_encode({reinterpret_cast<const char*>(digest), kIdSize}));
  }

 private:
  // Making a context costs more than hashing a record.
  static EVP_MD_CTX* thread_context() {
    thread_local const std::unique_ptr<EVP_MD_CTX, DigestDeleter> context(EVP_MD_CTX_new());
    return context.get();
  }

  EVP_MD_CTX* context_;
};

}  // namespace

std::string_view event_id(const WindowsEvent& record, Arena& arena) {
  Digest digest;
  for (const std::string_view text : {record.computer, record.channel, record.provider}) digest.add(text);
  digest.add(record.record_id);
  digest.add(static_cast<std::uint64_t>(record.time_created.seconds));
  digest.add(static_cast<std::uint64_t>(record.time_created.nanos));
  if (record.record_id == 0) {
    digest.add(record.event_id);
    digest.add(record.message);
    for (const WindowsEvent::Data& datum : record.data) {
      digest.add(datum.name);
      digest.add(datum.value);
    }
  }
  return digest.finish(arena);
}

std::string_view content_id(std::string_view content, Arena& arena) {
  Digest digest;
  digest.add(content);
  return digest.finish(arena);
}

}  // namespace yaral::ingest
