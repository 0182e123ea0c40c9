#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "base/encoding.h"
#include "base/text.h"
#include "codesign/bytes.h"
#include "codesign/code_directory.h"

namespace yaral::codesign {
namespace {

constexpr std::uint32_t kSuperBlob = 0xFADE0CC0;
constexpr std::uint32_t kDirectory = 0xFADE0C02;
constexpr std::uint32_t kDirectorySlot = 0;
constexpr std::uint32_t kRequirementsSlot = 2;
constexpr std::uint32_t kEntitlementsSlot = 5;
constexpr std::uint32_t kEntitlementsDerSlot = 7;
constexpr std::uint32_t kAlternatesBegin = 0x1000;
constexpr std::uint32_t kAlternatesEnd = 0x1005;
constexpr std::uint32_t kCmsSlot = 0x10000;
constexpr std::size_t kBlobHeader = 8;

// The blobs by their slots; of two in one slot the first. The error is a sentence.
using Blobs = std::map<std::uint32_t, std::string_view>;
std::expected<Blobs, std::string> blobs_of(std::string_view signature) {
  constexpr std::uint32_t kMostBlobs = 100;
  const auto magic = big<std::uint32_t>(signature, 0);
  const auto count = big<std::uint32_t>(signature, 8);
  if (magic != kSuperBlob || !count || *count > kMostBlobs) return std::unexpected("it does not begin as one");
  Blobs blobs;
  for (std::uint32_t i = 0; i < *count; ++i) {
    const auto slot = big<std::uint32_t>(signature, 12 + std::uint64_t{i} * 8);
    const auto at = big<std::uint32_t>(signature, 16 + std::uint64_t{i} * 8);
    const auto size = at ? big<std::uint32_t>(signature, std::uint64_t{*at} + 4) : std::nullopt;
    const auto blob = slot && size && *size >= kBlobHeader ? slice(signature, *at, *size) : std::nullopt;
    if (!blob) return std::unexpected(fmt::format("part {} of {} lies outside of it", i + 1, *count));
    blobs.emplace(*slot, *blob);
  }
  return blobs;
}

// What is wrong with the pages of the code, which end where the signature begins; empty when nothing is.
std::string page_problem(std::string_view slice, std::size_t end, const CodeDirectory& directory) {
  constexpr std::uint8_t kLargestShift = 30;
  constexpr std::uint8_t kSmallestShift = 9;
  const auto code = codesign::slice(slice, 0, directory.code_limit);
  if (!code) return "the code it covers is longer than the file";
  if (code->size() < end)
    return fmt::format("the last {} bytes before the signature have no digest", end - code->size());
  if (directory.page_shift != 0 && (directory.page_shift > kLargestShift || directory.page_shift < kSmallestShift))
    return "the size of its pages makes no sense";
  const std::uint64_t page =
      directory.page_shift == 0 ? std::max<std::uint64_t>(code->size(), 1) : std::uint64_t{1} << directory.page_shift;
  if ((code->size() + page - 1) / page != directory.code_slots) return "its digests cover another number of pages";
  for (std::uint32_t i = 0; i < directory.code_slots; ++i) {
    if (directory.hash_of(code->substr(i * page, page)) != directory.hash(i))
      return fmt::format("page {} of {} differs", i + 1, directory.code_slots);
  }
  return {};
}

// The parts of the signature itself that the directory has a digest of.
std::string blob_problem(const Blobs& blobs, const CodeDirectory& directory) {
  struct Part {
    std::uint32_t slot;
    std::string_view name;
  };
  for (const Part& part : {Part{kRequirementsSlot, "requirements"}, Part{kEntitlementsSlot, "entitlements"},
                           Part{kEntitlementsDerSlot, "entitlements in DER"}}) {
    const auto blob = blobs.find(part.slot);
    const auto digest = directory.hash(-static_cast<std::int64_t>(part.slot));
    const bool none_wanted = !digest || digest->find_first_not_of('\0') == std::string_view::npos;
    if (blob == blobs.end() ? none_wanted : !none_wanted && directory.hash_of(blob->second) == *digest) continue;
    return fmt::format("the {} {}", part.name, blob == blobs.end() ? "are gone" : "differ");
  }
  return {};
}

int strength(const CodeDirectory& directory) {
  return directory.hash_type == "sha1" ? 1 : directory.hash_type == "unknown" ? 0 : 1 + directory.hash_size;
}

Check check_code(std::string_view slice, std::size_t end, const Blobs& blobs,
                 const std::vector<CodeDirectory>& directories, std::string& problem) {
  Check check = Check::kNotChecked;
  for (const CodeDirectory& directory : directories) {
    if (directory.hash_type == "unknown") continue;
    problem = page_problem(slice, end, directory);
    if (problem.empty()) problem = blob_problem(blobs, directory);
    if (!problem.empty()) return Check::kFails;
    check = Check::kHolds;
  }
  if (check == Check::kNotChecked) problem = "the kind of its digests is not known";
  return check;
}

// The certificate's signature is over the first directory.
void add_signatures(std::string_view cms, const CodeDirectory& first, const Context& context, MachSlice& found,
                    FileFacts& facts) {
  const auto data = SignedData::read(cms.substr(kBlobHeader));
  std::vector<Signature> signatures = data ? data->signatures(first.blob, context) : std::vector<Signature>();
  if (signatures.empty()) {
    found.problem = data ? "nobody signed it" : data.error();
    facts.unreadable.push_back(fmt::format("{}: {}", found.architecture, found.problem));
  }
  if (!signatures.empty()) found.signature = facts.signatures.size();
  for (Signature& signature : signatures) {
    signature.kind = "Mach-O " + found.architecture;
    signature.digest_algorithm = found.hash_type;
    signature.digest = found.cdhash;
    signature.content = found.pages;
    signature.content_note = found.problem;
    if (signature.content == Check::kHolds) signature.actual_digest = signature.digest;
    facts.signatures.push_back(std::move(signature));
  }
}

}  // namespace

void read_code_signature(std::string_view slice, std::string_view blob, const Context& context, MachSlice& found,
                         FileFacts& facts) {
  found.has_signature = true;
  const auto fail = [&](std::string problem) {
    found.problem = std::move(problem);
    facts.unreadable.push_back(fmt::format("{}: {}", found.architecture, found.problem));
  };
  const auto blobs = blobs_of(blob);
  if (!blobs) return fail(blobs.error());
  std::vector<CodeDirectory> directories;
  for (const auto& [slot, part] : *blobs) {
    const bool is_directory = slot == kDirectorySlot || (slot >= kAlternatesBegin && slot < kAlternatesEnd);
    if (!is_directory) continue;
    if (big<std::uint32_t>(part, 0) != kDirectory) return fail("there is something else in place of a code directory");
    auto directory = parse_code_directory(part);
    if (!directory) return fail(directory.error());
    directories.push_back(*std::move(directory));
    found.cdhashes.push_back(directories.back().cdhash());
  }
  if (directories.empty() || !blobs->contains(kDirectorySlot)) return fail("it has no code directory");
  const auto best = std::ranges::max_element(directories, {}, strength);
  found.identifier = best->identifier;
  found.team_id = best->team_id;
  found.flags = best->flags;
  found.flag_names = code_flag_names(best->flags);
  found.hash_type = best->hash_type;
  found.cdhash = best->cdhash();
  const auto end = static_cast<std::size_t>(blob.data() - slice.data());
  found.pages = check_code(slice, end, *blobs, directories, found.problem);
  const auto last = slice.find_last_not_of('\0');
  if (last != std::string_view::npos && last >= end + blob.size()) facts.hidden_bytes += last + 1 - end - blob.size();
  if (const auto text = blobs->find(kEntitlementsSlot); text != blobs->end())
    found.entitlements = to_valid_utf8(text->second.substr(kBlobHeader));
  found.entitlements_der = blobs->contains(kEntitlementsDerSlot);
  const auto cms = blobs->find(kCmsSlot);
  found.ad_hoc = cms == blobs->end() || cms->second.size() == kBlobHeader;
  if (!found.ad_hoc) add_signatures(cms->second, directories.front(), context, found, facts);
}

}  // namespace yaral::codesign
