#include "unit/codesign/sample_files.h"

#include <openssl/evp.h>

#include <algorithm>

#include "base/encoding.h"

namespace yaral::codesign {

std::string little(std::uint64_t value, std::size_t size) {
  std::string out;
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string big(std::uint64_t value, std::size_t size) {
  std::string out = little(value, size);
  std::ranges::reverse(out);
  return out;
}

void put_little(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size) {
  bytes.replace(at, size, little(value, size));
}

std::string sha256(std::string_view bytes) {
  std::string out(32, '\0');
  EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(out.data()), nullptr, EVP_sha256(), nullptr);
  return out;
}

namespace {

constexpr std::size_t kHeader = 0x80;
constexpr std::size_t kOptional = kHeader + 24;
constexpr std::size_t kChecksum = kOptional + 64;
constexpr std::size_t kTableEntry = kOptional + 112 + 4 * 8;

std::string padded(std::string bytes, std::size_t multiple) {
  bytes.resize((bytes.size() + multiple - 1) / multiple * multiple, '\0');
  return bytes;
}

}  // namespace

std::string make_pe(std::string_view content) {
  std::string pe(0x200, '\0');
  pe.replace(0, 2, "MZ");
  put_little(pe, 0x3C, kHeader, 4);
  pe.replace(kHeader, 4, std::string("PE\0\0", 4));
  put_little(pe, kHeader + 4, 0x8664, 2);
  put_little(pe, kHeader + 6, 1, 2);              // sections
  put_little(pe, kHeader + 8, 1'767'225'600, 4);  // 2026-01-01
  put_little(pe, kHeader + 20, 112 + 16 * 8, 2);
  put_little(pe, kHeader + 22, 0x22, 2);
  put_little(pe, kOptional, 0x20B, 2);
  put_little(pe, kOptional + 32, 0x1000, 4);
  put_little(pe, kOptional + 36, 0x200, 4);
  put_little(pe, kOptional + 56, 0x2000, 4);
  put_little(pe, kOptional + 60, 0x200, 4);
  put_little(pe, kOptional + 108, 16, 4);
  const std::size_t section = kOptional + 112 + 16 * 8;
  const std::string body = padded(std::string(content), 0x200);
  pe.replace(section, 5, ".text");
  put_little(pe, section + 8, body.size(), 4);
  put_little(pe, section + 12, 0x1000, 4);
  put_little(pe, section + 16, body.size(), 4);
  put_little(pe, section + 20, 0x200, 4);
  return pe + body;
}

std::string pe_digest(const std::string& pe) {
  return sha256(pe.substr(0, kChecksum) + pe.substr(kChecksum + 4, kTableEntry - kChecksum - 4) +
                pe.substr(kTableEntry + 8));
}

std::string certificate_entry(std::string_view der) {
  return padded(little(der.size() + 8, 4) + little(0x200, 2) + little(2, 2) + std::string(der), 8);
}

std::string pe_with_table(const std::string& pe, std::string_view table) {
  std::string out = pe;
  put_little(out, kTableEntry, pe.size(), 4);
  put_little(out, kTableEntry + 4, table.size(), 4);
  return out.append(table);
}

std::string signed_pe(const Signer& sign, std::string_view content) {
  const std::string pe = make_pe(content);
  return pe_with_table(pe, certificate_entry(sign(pe_digest(pe))));
}

namespace {

// `reserve`: what follows the fixed part of the header.
std::string cabinet(std::string_view content, std::string_view reserve) {
  const std::string name("a.txt\0", 6);
  const std::size_t files = 36 + reserve.size() + 8;
  const std::size_t data = files + 16 + name.size();
  std::string cab = "MSCF" + little(0, 4) + little(data + 8 + content.size(), 4) + little(0, 4) + little(files, 4) +
                    little(0, 4) + little(0x0103, 2) + little(1, 2) + little(1, 2) +
                    little(reserve.empty() ? 0 : 4, 2) + little(7, 2) + little(0, 2) + std::string(reserve);
  cab += little(data, 4) + little(1, 2) + little(0, 2);
  cab += little(content.size(), 4) + little(0, 4) + little(0, 2) + little(0x5C21, 2) + little(0x6000, 2) +
         little(0x20, 2) + name;
  return cab + little(0, 4) + little(content.size(), 2) + little(content.size(), 2) + std::string(content);
}

}  // namespace

std::string make_cab(std::string_view content) { return cabinet(content, {}); }

std::string signed_cab(const Signer& sign, std::string_view content) {
  std::string cab = cabinet(content, little(20, 2) + little(0, 2) + little(0x100000, 4) + std::string(16, '\0'));
  put_little(cab, 44, cab.size(), 4);
  const std::string der = sign(sha256(cab.substr(0, 4) + cab.substr(8, 26) + cab.substr(56, 4) + cab.substr(60)));
  put_little(cab, 48, der.size(), 4);
  return cab + der;
}

std::string utf16(std::string_view ascii) {
  std::string out;
  for (const char c : ascii) out.append({c, '\0'});
  return out;
}

namespace {

constexpr std::uint32_t kEnd = 0xFFFFFFFE;
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::size_t kSector = 512;

// Sectors and the table of which follows which.
struct Sectors {
  std::string bytes;
  std::vector<std::uint32_t> next;

  std::uint32_t add(std::string_view content, std::size_t size) {
    if (content.empty()) return kEnd;
    const auto first = static_cast<std::uint32_t>(next.size());
    bytes += padded(std::string(content), size);
    while (next.size() < bytes.size() / size) next.push_back(static_cast<std::uint32_t>(next.size() + 1));
    next.back() = kEnd;
    return first;
  }
};

std::string table_of(const std::vector<std::uint32_t>& numbers) {
  std::string out;
  for (const std::uint32_t number : numbers) out += little(number, 4);
  out.resize((out.size() + kSector - 1) / kSector * kSector, '\xFF');
  return out;
}

std::string directory_entry(const std::string& name, int type, std::uint32_t right, std::uint32_t child,
                            const std::string& class_id, std::uint32_t start, std::size_t size) {
  std::string entry = name + std::string(64 - name.size(), '\0') + little(name.size() + 2, 2) +
                      little(static_cast<std::uint64_t>(type), 1) + little(1, 1) + little(kNone, 4) + little(right, 4) +
                      little(child, 4) + class_id + std::string(4 + 16, '\0') + little(start, 4) + little(size, 8);
  return entry;
}

}  // namespace

// Streams hang one behind the other, which is a tree, too.
std::string make_compound_file(const std::vector<std::pair<std::string, std::string>>& streams) {
  constexpr std::size_t kCutoff = 4096;
  const std::string installer("\x84\x10\x0C\0\0\0\0\0\xC0\0\0\0\0\0\0\x46", 16);
  Sectors big_ones;
  Sectors small_ones;
  std::vector<std::uint32_t> starts;
  starts.reserve(streams.size());
  for (const auto& [name, content] : streams)
    starts.push_back(content.size() < kCutoff ? small_ones.add(content, 64) : big_ones.add(content, kSector));
  const std::uint32_t mini = big_ones.add(small_ones.bytes, kSector);
  const std::uint32_t mini_table = big_ones.add(small_ones.next.empty() ? "" : table_of(small_ones.next), kSector);
  std::string directory = directory_entry(utf16("Root Entry"), 5, kNone, 1, installer, mini, small_ones.bytes.size());
  for (std::size_t i = 0; i < streams.size(); ++i)
    directory +=
        directory_entry(streams[i].first, 2, i + 1 < streams.size() ? static_cast<std::uint32_t>(i + 2) : kNone, kNone,
                        std::string(16, '\0'), starts[i], streams[i].second.size());
  const std::uint32_t directory_at = big_ones.add(directory, kSector);
  const auto table_at = static_cast<std::uint32_t>(big_ones.next.size());
  std::vector<std::uint32_t> next = big_ones.next;
  next.push_back(0xFFFFFFFD);
  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + little(0x3E, 2) + little(3, 2) +
                       little(0xFFFE, 2) + little(9, 2) + little(6, 2) + std::string(6, '\0') + little(0, 4) +
                       little(1, 4) + little(directory_at, 4) + little(0, 4) + little(kCutoff, 4) +
                       little(mini_table, 4) + little(1, 4) + little(kEnd, 4) + little(0, 4) + little(table_at, 4);
  header.resize(kSector, '\xFF');
  return header + big_ones.bytes + table_of(next);
}

std::string with_script_block(const std::string& script, std::string_view der) {
  std::string out = script + "\r\n# SIG # Begin signature block\r\n";
  const std::string text = base64_encode(der);
  for (std::size_t at = 0; at < text.size(); at += 64) out += "# " + text.substr(at, 64) + "\r\n";
  return out + "# SIG # End signature block\r\n";
}

namespace {

std::string blob(std::uint32_t magic, std::string_view content) {
  return big(magic, 4) + big(content.size() + 8, 4) + std::string(content);
}

std::string code_directory(const MachSpec& spec, std::string_view code, std::string_view entitlements) {
  constexpr std::size_t kFixed = 52;
  constexpr std::size_t kPage = 4096;
  constexpr std::size_t kSpecial = 5;
  const std::string texts = spec.identifier + '\0' + (spec.team_id.empty() ? std::string() : spec.team_id + '\0');
  std::string special(32 * kSpecial, '\0');
  if (!entitlements.empty()) special.replace(0, 32, sha256(entitlements));
  std::string hashes;
  for (std::size_t at = 0; at < code.size(); at += kPage) hashes += sha256(code.substr(at, kPage));
  const std::size_t team_at = spec.team_id.empty() ? 0 : kFixed + spec.identifier.size() + 1;
  return blob(0xFADE0C02, big(0x20200, 4) + big(spec.flags, 4) + big(kFixed + texts.size() + special.size(), 4) +
                              big(kFixed, 4) + big(kSpecial, 4) + big(hashes.size() / 32, 4) + big(code.size(), 4) +
                              big(32, 1) + big(2, 1) + big(0, 1) + big(12, 1) + big(0, 4) + big(0, 4) +
                              big(team_at, 4) + texts + special + hashes);
}

std::string header(std::uint32_t commands, std::string_view command) {
  return little(0xFEEDFACF, 4) + little(0x0100000C, 4) + little(0, 4) + little(2, 4) + little(commands, 4) +
         little(command.size(), 4) + little(0, 8) + std::string(command);
}

}  // namespace

std::string make_macho(const MachSpec& spec) {
  constexpr std::size_t kHeaderSize = 32 + 16;
  const std::size_t end = kHeaderSize + spec.code.size();
  const std::string entitlements = spec.entitlements.empty() ? std::string() : blob(0xFADE7171, spec.entitlements);
  const auto signature_for = [&](std::string_view code) {
    const std::string directory = code_directory(spec, code, entitlements);
    std::vector<std::pair<std::uint32_t, std::string>> blobs = {{0, directory}};
    if (!entitlements.empty()) blobs.emplace_back(5, entitlements);
    if (spec.cms) blobs.emplace_back(0x10000, blob(0xFADE0B01, spec.cms(directory)));
    std::string index = big(blobs.size(), 4);
    std::string bodies;
    for (const auto& [slot, body] : blobs) {
      index += big(slot, 4) + big(12 + blobs.size() * 8 + bodies.size(), 4);
      bodies += body;
    }
    return blob(0xFADE0CC0, index + bodies);
  };
  // The size of the signature stands in what it covers: signatures of ECDSA differ by some bytes, so there is room.
  constexpr std::size_t kRoom = 8192;
  const std::string code = header(1, little(0x1D, 4) + little(16, 4) + little(end, 4) + little(kRoom, 4)) + spec.code;
  std::string signature = signature_for(code);
  signature.resize(kRoom, '\0');
  return code + signature;
}

std::string make_unsigned_macho() { return header(0, "") + "code"; }

std::string make_fat(const std::vector<std::string>& slices) {
  std::string table = big(0xCAFEBABE, 4) + big(slices.size(), 4);
  std::string bodies;
  const std::size_t begin = 8 + slices.size() * 20;
  for (const std::string& slice : slices) {
    table += big(0x0100000C, 4) + big(0, 4) + big(begin + bodies.size(), 4) + big(slice.size(), 4) + big(0, 4);
    bodies += slice;
  }
  return table + bodies;
}

}  // namespace yaral::codesign
