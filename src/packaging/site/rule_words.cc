#include "packaging/site/rule_words.h"

#include <algorithm>
#include <limits>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "functions/signatures/markdown.h"
#include "functions/signatures/signature.h"
#include "packaging/site/html.h"
#include "semantics/paths.h"
#include "udm/fields_markdown.h"
#include "udm/path.h"

namespace yaral::packaging {

namespace {

using syntax::ExprKind;

std::optional<std::vector<udm::Segment>> segments_of(const syntax::Expr& expr, std::size_t first) {
  std::vector<udm::Segment> segments;
  for (std::size_t i = first; i < expr.segments.size(); ++i) {
    udm::Segment& segment = segments.emplace_back(udm::Segment{.name = expr.segments[i].name, .subscripts = {}});
    for (const syntax::PathSubscript& subscript : expr.segments[i].subscripts) {
      if (subscript.index && (*subscript.index < 0 || *subscript.index > std::numeric_limits<std::int32_t>::max()))
        return std::nullopt;
      udm::Subscript& made = segment.subscripts.emplace_back();
      if (subscript.index) made.index = static_cast<std::uint32_t>(*subscript.index);
      made.key = subscript.key;
    }
  }
  return segments;
}

// The last step of a path that is a field of the schema; null behind a key or a part of a time.
const udm::FieldInfo* last_field(const udm::Path& path) {
  udm::MessageId message = path.root;
  const udm::FieldInfo* field = nullptr;
  for (const udm::PathStep& step : path.steps) {
    if (step.kind == udm::PathStep::Kind::kIndex) continue;
    if (step.kind != udm::PathStep::Kind::kField) return nullptr;
    field = &udm::message(message).fields[step.field];
    if (field->type == udm::FieldType::kMessage) message = field->type_id;
  }
  return field;
}

WordNote note_on(const udm::Path& path, semantics::EventSource source) {
  WordNote note{.id = {}, .name = path.text, .type = type_name(path.type), .about = {}, .values = {}};
  if (const udm::FieldInfo* field = last_field(path)) {
    note.type = udm::type_text(*field);
    if (field->deprecated) note.about = "Deprecated: newer logs may not fill it.";
    if (field->type == udm::FieldType::kEnum)
      for (const udm::EnumValue& value : udm::enumeration(field->type_id).values) note.values.push_back(value.name);
  }
  if (path.is_repeated()) note.type += ", repeated";
  if (source == semantics::EventSource::kEntity) note.name = "graph." + note.name;
  if (source == semantics::EventSource::kDetection) note.name = "detection." + note.name;
  return note;
}

}  // namespace

RuleWords::RuleWords(const syntax::File& file) {
  for (const syntax::Rule& rule : file.rules) read(rule);
  std::ranges::sort(words_, {}, [](const NotedWord& word) { return word.span.begin; });
  std::uint32_t end = 0;
  std::erase_if(words_, [&end](const NotedWord& word) {
    const bool inside = word.span.begin < end;
    if (!inside) end = word.span.end;
    return inside;
  });
  give_ids();
}

void RuleWords::give_ids() {
  Slugs slugs;
  for (auto& [name, note] : fields_) note.id = slugs.unique("field-" + name);
  for (auto& [name, note] : functions_) note.id = slugs.unique("function-" + name);
}

void RuleWords::read(const syntax::Rule& rule) {
  for (const syntax::Expr& expr : rule.events) read(expr);
  if (rule.match)
    for (const syntax::Expr& key : rule.match->keys) read(key);
  for (const syntax::Assignment& assignment : rule.outcome) read(assignment.value);
  if (rule.condition) read(*rule.condition);
  for (const syntax::SetupOperation& setup : rule.setup) {
    for (const syntax::Expr& join : setup.joins) read(join);
    if (!setup.table.empty()) lists_.insert(setup.table);
  }
  for (const syntax::ExportWrite& write : rule.exports)
    for (const syntax::ExportWrite::Column& column : write.columns) read(column.value);
}

// The parser bounds how deep expressions are.
void RuleWords::read(const syntax::Expr& expr) {
  if (expr.kind == ExprKind::kPath) read_path(expr);
  if (expr.kind == ExprKind::kCall) read_call(expr);
  if (expr.kind == ExprKind::kList) lists_.insert(expr.text);
  for (const syntax::Expr& child : expr.children) read(child);
  for (const syntax::NamedArgument& argument : expr.named) read(argument.value);
}

void RuleWords::read_path(const syntax::Expr& expr) {
  const semantics::PathSource source = semantics::source_of(expr);
  const auto segments = segments_of(expr, source.prefix);
  if (!segments || segments->empty()) return;
  const auto path = udm::resolve(semantics::root_of(source.source), *segments);
  if (!path) return;
  WordNote note = note_on(*path, source.source);
  words_.push_back({{expr.segments.front().span.begin, expr.segments.back().span.end}, false, note.name});
  fields_.try_emplace(note.name, std::move(note));
}

void RuleWords::read_call(const syntax::Expr& expr) {
  const functions::FunctionInfo* function = functions::find_function(expr.text);
  if (function == nullptr) return;
  words_.push_back({expr.name_span, true, expr.text});
  functions_.try_emplace(expr.text, WordNote{.id = {},
                                             .name = expr.text,
                                             .type = fmt::format("{}", fmt::join(functions::forms_of(*function), "\n")),
                                             .about = std::string(function->summary),
                                             .values = {}});
}

std::string origin_text(const FieldOrigin& origin) {
  constexpr std::size_t kMostKinds = 8;
  const std::size_t shown = std::min(origin.kinds.size(), kMostKinds);
  return fmt::format("{} ({}{})", origin.source, fmt::join(std::span(origin.kinds).first(shown), ", "),
                     shown < origin.kinds.size() ? ", …" : "");
}

std::vector<std::string> origin_lines(std::span<const FieldOrigin> origins, std::size_t most) {
  std::vector<std::string> lines;
  for (const FieldOrigin& origin : origins.first(std::min(origins.size(), most)))
    lines.push_back(fmt::format("{}: {}", origin.log_type, origin_text(origin)));
  if (origins.size() > most) lines.push_back(fmt::format("and {} more", origins.size() - most));
  return lines;
}

}  // namespace yaral::packaging
