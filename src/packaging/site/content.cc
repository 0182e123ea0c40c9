#include "packaging/site/content.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "packaging/check.h"
#include "packaging/site/html.h"
#include "packs/files.h"
#include "semantics/bind.h"
#include "syntax/parse.h"

namespace yaral::packaging {

namespace {

namespace fs = std::filesystem;
using packs::FileProblem;

struct DocumentKind {
  std::string_view file;
  std::string_view page;
  std::string_view title;
};

constexpr std::array<DocumentKind, 5> kDocuments = {{
    {"README.md", "readme.html", "Read me"},
    {packs::kGuideFile, "guide.html", "Guide"},
    {packs::kPlaybookFile, kPlaybookPage, "Playbook"},
    {packs::kStrategyFile, "strategy.html", "Strategy"},
    {packs::kChangesFile, "changelog.html", "Change log"},
}};

constexpr int kMostDepth = 8;  // of folders of exports

class ContentReader {
 public:
  explicit ContentReader(packs::Pack pack)
      : content_{.pack = std::move(pack),
                 .rules = {},
                 .lists = {},
                 .tables = {},
                 .exports = {},
                 .platforms = {},
                 .documents = {},
                 .tests = {},
                 .playbook = {},
                 .origins = FieldOrigins({}),
                 .problems = {}} {}

  PackContent run() {
    content_.origins = FieldOrigins(content_.pack.data_sources);
    for (const std::string& rule : content_.pack.rules) read_rule(rule);
    std::ranges::stable_sort(content_.rules, {}, &RuleFile::title);
    read_texts(content_.pack.lists, ".txt", "list-", content_.lists);
    read_texts(content_.pack.tables, ".csv", "table-", content_.tables);
    for (TextFile& table : content_.tables) read_schema(table);
    read_exports("exports", 0);
    for (const DocumentKind& kind : kDocuments) read_document(kind);
    read_playbook();
    return std::move(content_);
  }

 private:
  void read_rule(const std::string& relative) {
    const std::string path = content_.pack.path(relative);
    auto text = read(path);
    if (!text) return;
    RuleFile& rule = content_.rules.emplace_back();
    rule.path = relative;
    const std::string stem = fs::path(relative).replace_extension().lexically_normal().generic_string();
    rule.page = "rule-" + pages_.unique(stem.starts_with("rules/") ? stem.substr(6) : stem) + ".html";
    semantics::CompiledFile compiled = semantics::compile(path, *text, {.strict = true});
    for (const syntax::Diagnostic& diagnostic : compiled.diagnostics.all()) {
      if (diagnostic.severity != syntax::Severity::kError) continue;
      const std::uint32_t line = compiled.source->line_at(diagnostic.primary.span.begin);
      rule.problems.push_back(fmt::format("line {}: {}", line, diagnostic.message));
      content_.problems.push_back({path, line, diagnostic.message});
    }
    rule.source = std::make_unique<syntax::Source>(relative, std::move(*text));
    syntax::Diagnostics told;
    rule.file = syntax::parse(*rule.source, told);
    Slugs anchors;
    for (const syntax::Rule& found : rule.file.rules) rule.anchors.push_back(anchors.unique("rule-" + found.name));
    rule.words = std::make_unique<RuleWords>(rule.file);
    rule.title = rule.file.rules.size() == 1 && !rule.file.rules[0].name.empty() ? rule.file.rules[0].name : relative;
  }

  void read_texts(const std::string& folder, std::string_view ending, std::string_view prefix,
                  std::vector<TextFile>& texts) {
    if (folder.empty()) return;
    const auto entries = packs::sorted_entries(content_.pack.path(folder));
    if (!entries) return content_.problems.push_back({content_.pack.path(folder), 0, entries.error()});
    for (const std::string& entry : *entries) {
      const fs::path file(entry);
      if (file.extension() != ending || packs::is_folder(entry)) continue;
      if (auto text = read(entry))
        texts.push_back({.name = file.stem().string(),
                         .path = (fs::path(folder) / file.filename()).generic_string(),
                         .anchor = anchors_.unique(std::string(prefix) + file.stem().string()),
                         .text = std::move(*text),
                         .schema = {}});
    }
  }

  void read_schema(TextFile& table) {
    const std::string file =
        content_.pack.path(fs::path(table.path).replace_extension().generic_string() + ".schema.yaml");
    if (!packs::exists(file)) return;
    if (auto text = read(file)) table.schema = std::move(*text);
  }

  void read_exports(const std::string& folder, int depth) {
    const std::string path = content_.pack.path(folder);
    if (!packs::is_folder(path) || depth > kMostDepth) return;
    const auto entries = packs::sorted_entries(path);
    if (!entries) return content_.problems.push_back({path, 0, entries.error()});
    for (const std::string& entry : *entries) {
      const std::string relative = folder + "/" + fs::path(entry).filename().string();
      std::error_code error;
      if (fs::is_symlink(entry, error)) continue;
      if (packs::is_folder(entry)) {
        read_exports(relative, depth + 1);
      } else if (auto text = read(entry)) {
        const std::string name = relative.substr(std::string_view("exports/").size());
        content_.exports.push_back(
            {.name = name, .path = relative, .anchor = anchors_.unique("export-" + name), .text = *text, .schema = {}});
      }
    }
  }

  void read_document(const DocumentKind& kind) {
    const std::string path = content_.pack.path(kind.file);
    if (!packs::exists(path)) return;
    if (auto text = read(path))
      content_.documents.push_back(
          {std::string(kind.file), std::string(kind.page), std::string(kind.title), std::move(*text)});
  }

  void read_playbook() {
    const std::string path = content_.pack.path(packs::kPlaybookSteps);
    if (!packs::exists(path)) return;
    packs::PlaybookContext context;
    for (const semantics::BoundRule& rule : read_rules(content_.pack).rules) {
      context.rules.push_back(rule.name);
      for (const semantics::MatchKey& key : rule.keys) context.variables.push_back(key.name);
      for (const semantics::Outcome& outcome : rule.outcomes) context.variables.push_back(outcome.name);
    }
    auto playbook = packs::read_playbook(path, context);
    if (playbook) content_.playbook = std::move(*playbook);
    if (!playbook) std::ranges::move(playbook.error(), std::back_inserter(content_.problems));
  }

  // A link that leads out of the package would publish what it leads to.
  bool stays_inside(const std::string& path) const {
    std::error_code error;
    const fs::path relative =
        fs::weakly_canonical(path, error).lexically_relative(fs::weakly_canonical(content_.pack.folder, error));
    return !error && !relative.empty() && *relative.begin() != "..";
  }

  std::optional<std::string> read(const std::string& path) {
    if (!stays_inside(path)) {
      content_.problems.push_back({path, 0, "is a link out of the package and is not shown"});
      return std::nullopt;
    }
    auto text = packs::read_text_file(path);
    if (text) return packs::text_as_utf8(*text);
    content_.problems.push_back({path, 0, text.error()});
    return std::nullopt;
  }

  PackContent content_;
  Slugs pages_;
  Slugs anchors_;
};

std::string page_of_text(std::span<const TextFile> files, std::string_view page, std::string_view path) {
  const auto found = std::ranges::find(files, path, &TextFile::path);
  return found == files.end() ? std::string() : fmt::format("{}#{}", page, found->anchor);
}

// `tests/a.test.yaml` of a file in the package.
std::string path_in_pack(const packs::Pack& pack, const std::string& file) {
  const fs::path relative = fs::path(file).lexically_relative(pack.folder);
  return relative.empty() || *relative.begin() == ".." ? fs::path(file).filename().string() : relative.generic_string();
}

// Without the place of the package on the machine that the site is made on.
std::string without_folder(std::string message, const std::string& folder) {
  const std::string prefix = folder.ends_with('/') ? folder : folder + "/";
  for (std::size_t at = message.find(prefix); at != std::string::npos; at = message.find(prefix, at))
    message.erase(at, prefix.size());
  return message;
}

}  // namespace

PackContent read_content(packs::Pack pack) { return ContentReader(std::move(pack)).run(); }

void add_test(PackContent& content, rule_tests::TestCase test, TestState state, std::vector<std::string> messages) {
  ShownTest& shown = content.tests.emplace_back();
  shown.path = path_in_pack(content.pack, test.file);
  shown.anchor = fmt::format("test-{}", content.tests.size());
  shown.test = std::move(test);
  shown.state = state;
  for (std::string& message : messages)
    shown.messages.push_back(without_folder(std::move(message), content.pack.folder));
}

std::string page_of_rule(const PackContent& content, std::string_view rule) {
  for (const RuleFile& file : content.rules)
    for (std::size_t i = 0; i < file.file.rules.size(); ++i)
      if (file.file.rules[i].name == rule) return fmt::format("{}#{}", file.page, file.anchors[i]);
  return {};
}

std::string page_of_file(const PackContent& content, std::string_view path) {
  const std::string normal = fs::path(path).lexically_normal().generic_string();
  for (const RuleFile& rule : content.rules)
    if (fs::path(rule.path).lexically_normal() == normal) return rule.page;
  for (const Document& document : content.documents)
    if (document.path == normal) return document.page;
  if (normal == packs::kPlaybookSteps && content.playbook) return std::string(kPlaybookPage);
  for (const auto& [files, page] : {std::pair(&content.lists, kTuningPage), std::pair(&content.tables, kTuningPage),
                                    std::pair(&content.exports, kPlatformsPage)})
    if (std::string found = page_of_text(*files, page, normal); !found.empty()) return found;
  const std::string folder = normal.ends_with('/') ? normal.substr(0, normal.size() - 1) : normal;
  if (!folder.empty() && folder == content.pack.tests && !content.tests.empty()) return std::string(kTestsPage);
  if (!folder.empty() && (folder == content.pack.lists || folder == content.pack.tables))
    return std::string(kTuningPage);
  return {};
}

}  // namespace yaral::packaging
