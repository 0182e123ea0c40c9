#include "cli/signature_files.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/mapped_file.h"
#include "ingest/collector.h"
#include "ingest/walk.h"
#include "packs/files.h"

namespace yaral::cli {

namespace {

constexpr std::uint64_t kLargest = 1u << 30;
constexpr std::string_view kKinds = "PE, Mach-O, MSI, CAB, catalog or PowerShell";

class Reader {
 public:
  Reader(codesign::InspectOptions options, SignatureReport& report) : options_(options), report_(report) {}

  void read_catalogs(const std::vector<ingest::FoundFile>& files) {
    for (const ingest::FoundFile& file : files) {
      const auto mapped = MappedFile::open(file.path, kLargest);
      if (!mapped || codesign::recognise(mapped->bytes(), file.path) != codesign::Format::kCatalog) continue;
      catalogs_.add(codesign::inspect(mapped->bytes(), codesign::Format::kCatalog, file.path, options_));
    }
    options_.catalogs = &catalogs_;
  }

  std::optional<codesign::FileFacts> read(const ingest::FoundFile& file) {
    const auto mapped = MappedFile::open(file.path, kLargest);
    if (!mapped) {
      report_.problems.push_back({file.path, "", mapped.error(), file.named});
      return std::nullopt;
    }
    const auto format = codesign::recognise(mapped->bytes(), file.path);
    if (format) return codesign::inspect(mapped->bytes(), *format, file.path, options_);
    if (file.named)
      report_.problems.push_back({file.path, "", fmt::format("is no file that can be signed ({})", kKinds), true});
    else
      ++report_.others;
    return std::nullopt;
  }

 private:
  codesign::InspectOptions options_;
  codesign::CatalogIndex catalogs_;
  SignatureReport& report_;
};

template <typename T>
std::optional<T> read_list(const std::string& path, const Console& console,
                           std::expected<T, std::string> (*parse)(std::string_view)) {
  const auto text = packs::read_text_file(path);
  auto parsed = text ? parse(*text) : std::expected<T, std::string>(std::unexpected(text.error()));
  if (parsed) return std::move(*parsed);
  print_error(console, path + ": " + parsed.error());
  return std::nullopt;
}

}  // namespace

bool SignatureReport::has_fatal() const { return std::ranges::any_of(problems, &ingest::Problem::fatal); }

SignatureReport read_signatures(const std::vector<std::string>& inputs, codesign::InspectOptions options,
                                const std::function<void(const codesign::FileFacts&)>& take) {
  SignatureReport report;
  ingest::Collector collector;
  const std::vector<ingest::FoundFile> files = ingest::find_files(inputs, collector);
  const ingest::ReadReport walked = collector.finish();
  report.problems = walked.problems;
  report.skipped = walked.skipped;
  Reader reader(options, report);
  reader.read_catalogs(files);
  for (const ingest::FoundFile& file : files) {
    const auto facts = reader.read(file);
    if (!facts) continue;
    ++report.inspected;
    ++report.by_status[facts->status];
    report.suspicious |= facts->suspicious();
    take(*facts);
  }
  return report;
}

void print_problems(const SignatureReport& report, bool quiet, const Console& console) {
  for (const ingest::Problem& problem : report.problems) {
    const std::string text = problem.file + ": " + problem.message;
    if (problem.fatal)
      print_error(console, text);
    else if (!quiet)
      print_warning(console, text);
  }
}

std::optional<codesign::Roots> read_roots(const std::string& path, const Console& console) {
  return read_list(path, console, codesign::Roots::read);
}

std::optional<codesign::Thumbprints> read_thumbprints(const std::string& path, const Console& console) {
  return read_list(path, console, codesign::Thumbprints::parse);
}

}  // namespace yaral::cli
