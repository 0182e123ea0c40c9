#include "codesign/msi.h"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "codesign/authenticode.h"
#include "codesign/compound_file.h"
#include "codesign/digest.h"

namespace yaral::codesign {
namespace {

using Entry = CompoundFile::Entry;

constexpr int kDeepest = 32;

// `\5Name` as a directory of streams has it.
std::string stream_name(std::string_view ascii) {
  std::string name("\5\0", 2);
  for (const char c : ascii) name.append({c, '\0'});
  return name;
}
const std::string& signature_stream() {
  static const std::string name = stream_name("DigitalSignature");
  return name;
}
const std::string& metadata_stream() {
  static const std::string name = stream_name("MsiDigitalSignatureEx");
  return name;
}

const Entry* child_named(const CompoundFile& file, const std::string& name) {
  for (const std::uint32_t child : file.entries().front().children)
    if (file.entries()[child].name == name && file.entries()[child].is_stream()) return &file.entries()[child];
  return nullptr;
}

std::string joined(const Parts& parts) {
  std::string whole;
  for (const std::string_view part : parts) whole += part;
  return whole;
}

// What is digested, in order: the streams of a storage by name, those of storages in it, the storage's class.
class Walk {
 public:
  explicit Walk(const CompoundFile& file) : file_(file) {}

  // `room`: how many bytes the streams can have together, which share none.
  bool contents(const Entry& storage, Parts& parts, std::uint64_t& room, int depth = 0) const {
    if (depth > kDeepest) return false;
    for (const Entry* child : sorted(storage)) {
      if (child->is_storage()) {
        if (!contents(*child, parts, room, depth + 1)) return false;
      } else {
        if (child->size > room) return false;
        room -= child->size;
        const auto stream = file_.stream(*child);
        if (!stream) return false;
        parts.insert(parts.end(), stream->begin(), stream->end());
      }
    }
    parts.push_back(storage.class_id());
    return true;
  }

  // Names, sizes, classes, states and times: what MsiDigitalSignatureEx is the digest of.
  bool metadata(const Entry& entry, Parts& parts, int depth = 0) const {
    if (depth > kDeepest) return false;
    const bool is_root = entry.type == 5;
    if (!is_root) parts.push_back(entry.name);
    if (entry.is_stream()) parts.push_back(entry.raw.substr(120, 4));
    if (entry.is_storage()) parts.push_back(entry.class_id());
    parts.push_back(entry.raw.substr(96, 4));
    if (!is_root) parts.push_back(entry.raw.substr(100, 16));
    for (const Entry* child : sorted(entry))
      if (!metadata(*child, parts, depth + 1)) return false;
    return true;
  }

 private:
  // By the bytes of their names, a name before those that it begins. Without the signature's own.
  std::vector<const Entry*> sorted(const Entry& storage) const {
    std::vector<const Entry*> children;
    for (const std::uint32_t child : storage.children) {
      const Entry& entry = file_.entries()[child];
      const bool is_signature =
          storage.type == 5 && (entry.name == signature_stream() || entry.name == metadata_stream());
      if (!is_signature && (entry.is_stream() || entry.is_storage())) children.push_back(&entry);
    }
    std::ranges::sort(children, {}, &Entry::name);
    return children;
  }

  const CompoundFile& file_;
};

// Whether the digest of the names and so on is the one that is signed together with the contents.
void check_metadata(const Walk& walk, const CompoundFile& file, std::string_view stated, Signature& signature) {
  if (signature.content != Check::kHolds) return;
  Parts parts;
  const bool complete = walk.metadata(file.entries().front(), parts);
  const std::string digest = digest_of(parts, signature.digest_algorithm);
  // Of several signatures it goes with the one whose algorithm it is of; the others cover it by its bytes.
  if (complete && (digest == stated || digest.size() != stated.size())) return;
  signature.content = Check::kFails;
  signature.content_note = "names, sizes or times of its streams were changed";
}

}  // namespace

bool is_msi(std::string_view file, std::string_view name) {
  if (!CompoundFile::is_one(file)) return false;
  constexpr std::array<std::string_view, 3> kEndings = {".msi", ".msp", ".mst"};
  const std::string lower = ascii_lower(name);
  if (std::ranges::any_of(kEndings, [&](std::string_view ending) { return lower.ends_with(ending); })) return true;
  const auto read = CompoundFile::read(file);
  if (!read) return false;
  if (child_named(*read, signature_stream()) != nullptr) return true;
  // {000C108x-0000-0000-C000-000000000046}: 4 installer, 6 patch, 2 transform.
  const std::string_view id = read->entries().front().class_id();
  return id.substr(1) == std::string_view("\x10\x0C\0\0\0\0\0\xC0\0\0\0\0\0\0\x46", 15) &&
         std::string_view("\x82\x84\x86").find(id.front()) != std::string_view::npos;
}

void read_msi(std::string_view file, const Context& context, FileFacts& facts) {
  const auto read = CompoundFile::read(file);
  if (!read) {
    facts.unreadable.push_back(read.error());
    return;
  }
  const Entry* signature = child_named(*read, signature_stream());
  const Entry* metadata = child_named(*read, metadata_stream());
  const Walk walk(*read);
  const auto stated = metadata != nullptr ? read->stream(*metadata) : Parts{};
  Parts parts = stated.value_or(Parts{});
  std::uint64_t room = file.size();
  const bool complete = stated && walk.contents(read->entries().front(), parts, room);
  FileDigest digest = complete ? FileDigest(std::vector<Parts>{parts})
                               : FileDigest(std::string("a stream of the file leads out of it or into another"));
  if (complete) {
    facts.authentihash_sha1 = digest.hex("sha1");
    facts.authentihash_sha256 = digest.hex("sha256");
  }
  if (signature == nullptr) return;
  const auto stream = read->stream(*signature);
  if (!stream) {
    facts.unreadable.emplace_back("the stream of the signature is cut off");
    return;
  }
  const std::string der = joined(*stream);
  const std::size_t used = add_authenticode(der, digest, context, facts);
  if (used != 0 && der.find_first_not_of('\0', used) != std::string::npos) facts.hidden_bytes += der.size() - used;
  if (metadata == nullptr || !stated) return;
  const std::string expected = joined(*stated);
  for (Signature& one : facts.signatures) check_metadata(walk, *read, expected, one);
}

}  // namespace yaral::codesign
