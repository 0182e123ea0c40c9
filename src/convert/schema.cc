#include "convert/schema.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "packs/files.h"
#include "packs/yaml_reader.h"
#include "udm/path.h"
#include "udm/schema.h"

namespace yaral::convert {

namespace {

using Fields = std::map<std::string, SchemaField, std::less<>>;
using Problems = std::vector<packs::FileProblem>;

constexpr std::string_view kMerge = "<<";
constexpr std::string_view kAdditional = "additional.fields";

std::uint32_t line_of(const YAML::Node& node) { return static_cast<std::uint32_t>(node.Mark().line + 1); }

// Reads one text of a schema.
class Reader {
 public:
  Reader(const std::string& file, std::string absent, Problems& problems)
      : file_(file), absent_(std::move(absent)), problems_(problems) {}

  SchemaSource source(const YAML::Node& node) {
    SchemaSource out;
    packs::YamlMap map(node, "an entry of `sources`", file_, problems_);
    map.required("name", out.name);
    map.optional("from", out.from);
    where(map.child("where", false), out);
    each(map.child("known", false), "known", [&](const std::string& path, const YAML::Node& value) {
      const std::vector<std::string> values = words(value);
      for (const std::string& one : values)
        if (!known(path, value, one)) return;
      if (value.IsScalar()) {
        out.known[path] = value.Scalar();
      } else {
        out.among[path] = values;
      }
    });
    each(map.child("never", false), "never", [&](const std::string& path, const YAML::Node& value) {
      if (resolve(path, value)) out.never[path] = words(value);
    });
    each(map.child("except", false), "except",
         [&](const std::string& field, const YAML::Node& value) { out.except.emplace_back(field, words(value)); });
    out.fields = fields(map.child("fields", false));
    return out;
  }

  Fields fields(const YAML::Node& node) {
    Fields out;
    each(node, "fields", [&](const std::string& path, const YAML::Node& value) {
      if (auto field = this->field(path, value)) out[path] = std::move(*field);
    });
    return out;
  }

 private:
  template <typename Take>
  void each(const YAML::Node& node, std::string_view what, const Take& take) {
    if (!node || node.IsNull()) return;
    if (!node.IsMap()) return report(node, fmt::format("`{}` is no mapping of names to values", what));
    if (const auto twice = packs::YamlMap::repeated_key(node))
      report(*twice, fmt::format("`{}` stands twice in `{}`", twice->Scalar(), what));
    // `<<: *name` takes the entries of another mapping, over which those that stand here go.
    for (const auto& entry : node)
      if (entry.first.Scalar() == kMerge) merge(entry.second, what, take);
    for (const auto& entry : node)
      if (entry.first.Scalar() != kMerge) take(entry.first.Scalar(), entry.second);
  }

  template <typename Take>
  void merge(const YAML::Node& value, std::string_view what, const Take& take) {
    if (!value.IsSequence()) return each_plain(value, what, take);
    for (const YAML::Node& one : value) each_plain(one, what, take);
  }

  template <typename Take>
  void each_plain(const YAML::Node& node, std::string_view what, const Take& take) {
    if (!node.IsMap()) return report(node, fmt::format("`<<` in `{}` is no mapping of names to values", what));
    for (const auto& entry : node) take(entry.first.Scalar(), entry.second);
  }

  // A mapping, or a list of them where a field must have several values at once.
  void where(const YAML::Node& node, SchemaSource& out) {
    if (node && node.IsSequence()) {
      for (const YAML::Node& part : node) where(part, out);
      return;
    }
    each(node, "where",
         [&](const std::string& field, const YAML::Node& value) { out.where.emplace_back(field, words(value)); });
  }

  std::vector<std::string> words(const YAML::Node& value) {
    if (value.IsScalar()) return {value.Scalar()};
    std::vector<std::string> out;
    if (value.IsSequence()) {
      for (const YAML::Node& word : value)
        if (word.IsScalar()) out.push_back(word.Scalar());
    }
    if (out.empty()) report(value, "a value, or a list of values, is missing");
    return out;
  }

  std::optional<udm::Path> resolve(const std::string& path, const YAML::Node& where) {
    const auto found = udm::resolve_keyed(udm::event_root(), path);
    if (found) return *found;
    report(where, fmt::format("UDM has no field `{}`; `yaral fields` lists them", path));
    return {};
  }

  bool known(const std::string& path, const YAML::Node& where, const std::string& value) {
    const auto found = resolve(path, where);
    if (!found) return false;
    if (found->type.base != BaseType::kEnum || udm::enum_number(found->type.enum_id, value)) return true;
    report(where, fmt::format("`{}` is no value of `{}`", value, path));
    return false;
  }

  std::optional<SchemaField> field(const std::string& path, const YAML::Node& value) {
    SchemaField out{.udm = path};
    out.absent = absent_;
    if (path != kAdditional) {
      const auto found = resolve(path, value);
      if (!found) return {};
      out.type = schema_type(found->type.base);
    }
    if (value.IsScalar()) {
      out.name = value.Scalar();
    } else {
      read_members(value, out);
    }
    if (!out.name.empty()) return out;
    report(value, fmt::format("`{}` is mapped to no name", path));
    return {};
  }

  void read_members(const YAML::Node& value, SchemaField& out) {
    packs::YamlMap map(value, "a field", file_, problems_);
    std::string type;
    map.required("field", out.name);
    map.optional("type", type);
    map.optional("list", out.list);
    map.optional("after", out.after);
    map.optional("to_end", out.to_end);
    map.optional("nocase", out.nocase);
    map.optional("differs", out.differs);
    map.optional("absent", out.absent);
    map.optional("alone", out.alone);
    map.optional("before", out.before);
    map.optional("prefix", out.prefix);
    map.optional("lower", out.lower);
    map.optional("hex", out.hex);
    map.optional("wider", out.wider);
    map.optional("any_case", out.any_case);
    map.optional("others", out.others);
    std::string length;
    map.optional("length", length);
    if (!length.empty() && std::from_chars(length.data(), length.data() + length.size(), out.length).ec != std::errc())
      report(value, fmt::format("`length` must be a number, not `{}`", length));
    each(map.child("values", false), "values",
         [&](const std::string& udm, const YAML::Node& theirs) { out.values[udm] = words(theirs); });
    if (type.empty()) return;
    const auto* const known = std::ranges::find(kSchemaTypes, type);
    if (known == kSchemaTypes.end())
      return report(value, fmt::format("`type: {}` is none of {}", type, fmt::join(kSchemaTypes, ", ")));
    out.type = static_cast<SchemaType>(known - kSchemaTypes.begin());
  }

  void report(const YAML::Node& where, std::string message) {
    problems_.push_back({file_, line_of(where), std::move(message)});
  }

  const std::string& file_;
  std::string absent_;
  Problems& problems_;
};

}  // namespace

SchemaType schema_type(BaseType type) {
  switch (type) {
    case BaseType::kInt:
    case BaseType::kUint:
    case BaseType::kFloat: return SchemaType::kNumber;
    case BaseType::kBool: return SchemaType::kBool;
    case BaseType::kTimestamp: return SchemaType::kTime;
    default: return SchemaType::kText;
  }
}

void Schema::add(const std::string& file, const std::string& text, Problems& problems) {
  last_file_ = file;
  packs::with_yaml(file, text, problems, [&](const YAML::Node& root) {
    packs::YamlMap map(root, "the schema", file, problems);
    std::string name;
    std::string absent;
    map.required("schema", name);
    map.optional("title", title_);
    map.optional("absent", absent);
    const std::vector<YAML::Node> sources = map.entries("sources");
    const YAML::Node fields = map.child("fields", false);
    map.child("shared", false);  // mappings that `<<` takes from
    if (!name.empty() && name != name_) {
      problems.push_back({file, 1, fmt::format("is about the schema `{}`, but `{}` is asked for", name, name_)});
      return;
    }
    Reader reader(file, absent, problems);
    for (const YAML::Node& node : sources) add(reader.source(node));
    map.optional("overlapping", overlapping_);
    for (auto& [path, field] : reader.fields(fields)) fields_[path] = std::move(field);
  });
}

void Schema::add(SchemaSource source) {
  const auto before = std::ranges::find(sources_, source.name, &SchemaSource::name);
  if (before == sources_.end()) {
    sources_.push_back(std::move(source));
    return;
  }
  if (!source.from.empty()) before->from = std::move(source.from);
  if (!source.where.empty()) before->where = std::move(source.where);
  for (auto& [path, value] : source.known) before->known[path] = std::move(value);
  for (auto& [path, values] : source.among) before->among[path] = std::move(values);
  for (auto& [path, values] : source.never) before->never[path] = std::move(values);
  if (!source.except.empty()) before->except = std::move(source.except);
  for (auto& [path, field] : source.fields) before->fields[path] = std::move(field);
}

std::expected<void, std::string> Schema::keep_only(const std::vector<std::string>& names) {
  std::vector<std::string> known;
  for (const SchemaSource& source : sources_) known.push_back(source.name);
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const auto close = nearest_names(name, known);
    return std::unexpected(fmt::format("{} has no source `{}`{}", title_, name,
                                       close.empty() ? std::string() : "; " + did_you_mean(close)));
  }
  std::erase_if(sources_, [&](const SchemaSource& s) { return std::ranges::find(names, s.name) == names.end(); });
  return {};
}

const SchemaField* Schema::find(const SchemaSource& source, std::string_view udm_path) const {
  const bool keyed = udm_path.starts_with(kAdditional) && udm_path.ends_with(']');
  for (const std::string_view path : {udm_path, keyed ? kAdditional : udm_path}) {
    for (const Fields* fields : {&source.fields, &fields_})
      if (const auto found = fields->find(path); found != fields->end()) return &found->second;
  }
  return nullptr;
}

std::string Schema::file_to_extend() const {
  return last_file_.empty() ? name_ + ".yaml" : std::filesystem::path(last_file_).filename().string();
}

Schema read_schema(const std::string& name, const std::vector<std::string>& folders,
                   const std::vector<std::string>& user_files, Problems& problems) {
  Schema schema(name);
  std::vector<std::string> files;
  for (const std::string& folder : folders) {
    const std::string file = folder + '/' + name + ".yaml";
    if (!packs::exists(file)) continue;
    files.push_back(file);
    break;
  }
  if (files.empty())
    problems.push_back({name + ".yaml", 0, "this schema was not found beside the program; give it with --fields"});
  files.insert(files.end(), user_files.begin(), user_files.end());
  add_files(schema, files, problems);
  return schema;
}

void add_files(Schema& schema, const std::vector<std::string>& files, Problems& problems) {
  for (const std::string& file : files) {
    if (const auto text = packs::read_text_file(file)) {
      schema.add(file, *text, problems);
    } else {
      problems.push_back({file, 0, text.error()});
    }
  }
}

std::vector<std::string> schema_folders(const std::string& executable) {
  const std::filesystem::path program(executable);
  const std::filesystem::path prefix = program.parent_path().parent_path();
  return {(prefix / "convert" / "schemas").string(), (prefix / "share" / "yaral" / "convert" / "schemas").string()};
}

}  // namespace yaral::convert
