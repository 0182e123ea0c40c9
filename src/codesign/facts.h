#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "codesign/finding.h"

// What is known of a file's signatures: values, whatever the kind of file.
namespace yaral::codesign {

enum class Format : std::uint8_t { kPe, kCab, kMsi, kCatalog, kScript, kMachO };

// "PE", "CAB", "MSI", "catalog", "PowerShell", "Mach-O"
std::string_view format_name(Format format);

enum class Check : std::uint8_t { kNotChecked, kHolds, kFails };

struct Certificate {
  std::string name;     // common name of the subject; its organisation or the whole where there is none
  std::string subject;  // CN=…,O=…,C=…
  std::string issuer;
  std::string issuer_name;
  std::string organisational_unit;
  std::string serial;  // hex
  std::string sha1;    // thumbprints, hex
  std::string sha256;
  Timestamp not_before;
  Timestamp not_after;
  std::string key_type;  // "RSA", "EC"
  int key_bits = 0;
  std::string algorithm;            // it is signed with: "RSA-SHA256"
  std::string digest_algorithm;     // "sha256"; empty where the algorithm has none
  std::vector<std::string> usages;  // extended key usages: "Code Signing", or the identifier in digits
  bool for_code = false;            // one of them is code signing
  bool for_timestamps = false;
  bool self_signed = false;  // by its own key, which was checked
};

struct Countersignature {
  bool rfc3161 = false;  // else the older countersignature of Authenticode
  Timestamp time;
  std::string digest_algorithm;
  Check check = Check::kNotChecked;  // its signature, what it stamps, its certificate's usage, validity and roots
  std::string problem;               // why it does not hold
  std::vector<Certificate> chain;    // signer first, as far as the certificates are there
};

struct Signature {
  std::string kind;              // "Authenticode", "nested", "CMS"
  std::string digest_algorithm;  // of the file
  std::string digest;            // hex, as it was signed
  std::string actual_digest;     // hex, of the file as it is; empty when not computed
  Check content = Check::kNotChecked;
  std::string content_note;              // why the content was not checked, or which part of it differs
  Check signature = Check::kNotChecked;  // made by the signer's key over what it claims
  std::string problem;                   // why it does not hold or cannot be read
  std::string signature_algorithm;
  std::string program;  // what the signer calls the file
  std::string link;
  std::optional<Timestamp> claimed_time;  // what the signer says, and nobody else
  std::vector<Certificate> chain;         // signer first, as far as the certificates are there
  std::optional<Countersignature> timestamp;
  Check trust = Check::kNotChecked;  // against the given roots
  std::string trust_problem;

  // When it was made, as far as a timestamp that holds proves it.
  std::optional<Timestamp> proven_time() const {
    if (timestamp && timestamp->check == Check::kHolds) return timestamp->time;
    return std::nullopt;
  }
};

// One architecture of a Mach-O file.
struct MachSlice {
  std::string architecture;
  bool has_signature = false;
  std::string identifier;
  std::string team_id;
  std::uint32_t flags = 0;
  std::vector<std::string> flag_names;
  std::string hash_type;              // of the best code directory
  std::string cdhash;                 // of the best code directory, 20 bytes as hex
  std::vector<std::string> cdhashes;  // of all
  Check pages = Check::kNotChecked;
  std::string problem;       // what does not hold or cannot be read
  std::string entitlements;  // XML
  bool entitlements_der = false;
  bool ad_hoc = false;                   // there is no certificate behind it
  std::optional<std::size_t> signature;  // of a certificate: position in FileFacts::signatures
};

struct Finding {
  FindingId id;
  std::string detail;  // a sentence's worth: which, and how
};

struct FileFacts {
  std::string path;
  Format format = Format::kPe;
  std::uint64_t size = 0;
  std::string md5;
  std::string sha1;
  std::string sha256;
  std::string authentihash_sha1;  // digest as Authenticode and catalogs take it; empty for Mach-O
  std::string authentihash_sha256;
  std::string architecture;         // of a PE
  std::optional<Timestamp> linked;  // what a PE's header says
  std::vector<Signature> signatures;
  std::vector<MachSlice> slices;
  std::vector<std::string> members;     // digests a catalog lists, hex
  std::uint64_t member_count = 0;       // of these, and of those above the limit, which are not among them
  std::string catalog;                  // path of the catalog that lists the file
  std::uint64_t hidden_bytes = 0;       // inside the signature's place, and no part of it
  std::vector<std::string> unreadable;  // signatures that are there, and why they cannot be read
  std::vector<Finding> findings;        // worst first
  std::string status;                   // "valid", "tampered", "unsigned", …
  Timestamp inspected;                  // the time it was judged at

  bool suspicious() const;  // a finding of medium severity or above
};

}  // namespace yaral::codesign
