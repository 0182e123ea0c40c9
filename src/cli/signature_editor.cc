#include "cli/signature_editor.h"

#include <ctime>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/signature_files.h"
#include "cli/signature_udm.h"
#include "udm/schema.h"

namespace yaral::cli {

namespace {

using udm::Message;

// The fields of a File that matter here.
struct FileFields {
  udm::MessageId file;
  udm::FieldIndex signature_info;
  std::vector<udm::FieldIndex> hashes;  // the strongest first
};

const FileFields& file_fields() {
  static const FileFields fields = [] {
    const udm::MessageId id = *udm::find_message("File");
    FileFields found{.file = id, .signature_info = *udm::find_field(id, "signature_info"), .hashes = {}};
    for (const std::string_view name : {"sha256", "sha1", "md5"}) found.hashes.push_back(*udm::find_field(id, name));
    return found;
  }();
  return fields;
}

}  // namespace

std::expected<std::unique_ptr<SignatureEditor>, int> SignatureEditor::read(const SignatureSources& sources,
                                                                           const Console& console, bool quiet) {
  std::optional<codesign::Roots> roots;
  if (!sources.roots.empty()) {
    roots = read_roots(sources.roots, console);
    if (!roots) return std::unexpected(kWrongInput);
  }
  auto editor = std::make_unique<SignatureEditor>();
  codesign::InspectOptions options;
  options.roots = roots ? &*roots : nullptr;
  options.now = {std::time(nullptr), 0};
  const SignatureReport report =
      read_signatures(sources.folders, options, [&](const codesign::FileFacts& facts) { editor->add(facts); });
  print_problems(report, quiet, console);
  editor->incomplete_ = report.has_fatal();
  if (report.inspected == 0 && !quiet && !editor->incomplete_)
    print_warning(console, "--enrich-signatures: no file that can be signed was found");
  return editor;
}

void SignatureEditor::add(const codesign::FileFacts& facts) {
  for (const std::string* hash : {&facts.sha256, &facts.sha1, &facts.md5})
    if (!hash->empty()) by_hash_.try_emplace(*hash, files_.size());
  files_.push_back(facts);
}

const codesign::FileFacts* SignatureEditor::facts_of(const Message& file) const {
  if (!file.get(file_fields().signature_info).empty()) return nullptr;
  for (const udm::FieldIndex hash : file_fields().hashes) {
    const auto values = file.get(hash);
    if (values.empty()) continue;
    const auto at = by_hash_.find(ascii_lower(values.front().as_text()));
    if (at != by_hash_.end()) return &files_[at->second];
  }
  return nullptr;
}

bool SignatureEditor::has_match(const Message& message) const {
  if (message.type() == file_fields().file && facts_of(message) != nullptr) return true;
  for (const Message::Field& field : message.fields())
    for (std::uint32_t i = 0; i < field.count; ++i)
      if (const Message* inner = field.values[i].as_message(); inner != nullptr && has_match(*inner)) return true;
  return false;
}

void SignatureEditor::fill(Message& message, Arena& arena) const {
  for (const Message::Field& field : message.fields())
    for (std::uint32_t i = 0; i < field.count; ++i)
      if (Message* inner = field.values[i].as_message()) fill(*inner, arena);
  if (message.type() != file_fields().file) return;
  if (const codesign::FileFacts* facts = facts_of(message)) put_signature_info(*facts, message, arena);
}

void SignatureEditor::edit(unsigned, ingest::EventBatch& batch) {
  for (udm::Event& event : batch.events) {
    if (event.root == nullptr || !has_match(*event.root)) continue;
    Message* changed = udm::copy(*event.root, batch.arena);
    fill(*changed, batch.arena);
    event.root = changed;
    event.json = {};
  }
}

}  // namespace yaral::cli
