#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// Files of the kinds that can be signed, made on the spot: as small as the formats allow.
namespace yaral::codesign {

// Makes the DER of a signature for a digest of a file.
using Signer = std::function<std::string(const std::string& digest)>;

void put_little(std::string& bytes, std::size_t at, std::uint64_t value, std::size_t size);
std::string little(std::uint64_t value, std::size_t size);
std::string big(std::uint64_t value, std::size_t size);
std::string sha256(std::string_view bytes);

// A program with one section of that content, which osslsigncode signs, too.
std::string make_pe(std::string_view content = "code");
// With a certificate table of that entry, whose digest is over all the rest.
std::string signed_pe(const Signer& sign, std::string_view content = "code");
// With these entries in the certificate table, as they are.
std::string pe_with_table(const std::string& pe, std::string_view table);
std::string certificate_entry(std::string_view der);
// Of an unsigned one.
std::string pe_digest(const std::string& pe);

std::string make_cab(std::string_view content = "text");
// With a place for the signature in its header, and the signature behind it.
std::string signed_cab(const Signer& sign, std::string_view content = "text");

// A compound file of streams by name, in UTF-16 already; small ones in its mini stream.
std::string make_compound_file(const std::vector<std::pair<std::string, std::string>>& streams);
std::string utf16(std::string_view ascii);

std::string with_script_block(const std::string& script, std::string_view der);

struct MachSpec {
  std::string code = std::string(10'000, 'c');
  std::string identifier = "org.example.tool";
  std::string team_id;
  std::uint32_t flags = 0x2;
  std::string entitlements;                                         // XML; empty: none
  std::function<std::string(std::string_view code_directory)> cms;  // empty: no blob of a certificate
};
std::string make_macho(const MachSpec& spec = {});
std::string make_unsigned_macho();
std::string make_fat(const std::vector<std::string>& slices);

}  // namespace yaral::codesign
