#include "codesign/inspect.h"

#include "base/encoding.h"
#include "codesign/cab.h"
#include "codesign/catalog.h"
#include "codesign/digest.h"
#include "codesign/judge.h"
#include "codesign/macho.h"
#include "codesign/msi.h"
#include "codesign/pe.h"
#include "codesign/script.h"

namespace yaral::codesign {
namespace {

std::string hex_digest(std::string_view file, const std::string& algorithm) {
  return hex_encode(digest_of({file}, algorithm));
}

void read_signatures(std::string_view file, const Context& context, FileFacts& facts) {
  switch (facts.format) {
    case Format::kPe: return read_pe(file, context, facts);
    case Format::kCab: return read_cab(file, context, facts);
    case Format::kMsi: return read_msi(file, context, facts);
    case Format::kCatalog: return read_catalog(file, context, facts);
    case Format::kScript: return read_script(file, context, facts);
    case Format::kMachO: return read_macho(file, context, facts);
  }
}

}  // namespace

std::optional<Format> recognise(std::string_view file, std::string_view name) {
  if (is_pe(file)) return Format::kPe;
  if (is_macho(file)) return Format::kMachO;
  if (is_cab(file)) return Format::kCab;
  if (is_catalog(file)) return Format::kCatalog;
  if (is_msi(file, name)) return Format::kMsi;
  if (is_script(file, name)) return Format::kScript;
  return std::nullopt;
}

FileFacts inspect(std::string_view file, Format format, std::string path, const InspectOptions& options) {
  FileFacts facts;
  facts.path = std::move(path);
  facts.format = format;
  facts.size = file.size();
  facts.inspected = options.now;
  facts.md5 = hex_digest(file, "md5");
  facts.sha1 = hex_digest(file, "sha1");
  facts.sha256 = hex_digest(file, "sha256");
  read_signatures(file, {.roots = options.roots, .now = options.now}, facts);
  const bool has_none = facts.signatures.empty() && facts.unreadable.empty();
  if (has_none && format != Format::kMachO && options.catalogs != nullptr) options.catalogs->vouch_for(facts);
  judge(facts, options);
  return facts;
}

}  // namespace yaral::codesign
