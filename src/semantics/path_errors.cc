#include <fmt/format.h>

#include "base/nearest.h"
#include "semantics/paths.h"
#include "udm/schema.h"

namespace yaral::semantics {

namespace {

using Kind = udm::PathError::Kind;

std::string path_text(const std::vector<udm::Segment>& segments, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) text += '.';
    text += segments[i].name;
  }
  return text;
}

std::string where(const udm::PathError& error, const std::vector<udm::Segment>& segments) {
  if (error.segment == 0) return fmt::format("`{}`", udm::message(error.message).name);
  return fmt::format("`{}`", path_text(segments, error.segment));
}

void add_suggestions(Binder& b, const syntax::Expr& ast, std::size_t prefix, const udm::PathError& error,
                     const std::vector<udm::Segment>& segments, syntax::Diagnostic& diagnostic) {
  if (!worth_suggesting(b)) return;
  const PathSource source = source_of(ast);
  const std::vector<PathSuggestion> suggestions = suggest_paths(root_of(source.source), segments, error);
  std::vector<std::string> texts;
  for (const PathSuggestion& s : suggestions) {
    std::string text = "$" + ast.text;
    for (std::size_t i = 0; i < prefix; ++i) text += '.' + ast.segments[i].name;
    for (std::size_t i = 0; i < s.first; ++i) text += '.' + segments[i].name;
    if (!s.text.empty()) text += '.' + s.text;
    for (std::size_t i = s.last; i < segments.size(); ++i) text += '.' + segments[i].name;
    texts.push_back(std::move(text));
  }
  diagnostic.help = did_you_mean(texts);
  if (suggestions.size() != 1 || suggestions.front().text.empty()) return;
  const PathSuggestion& only = suggestions.front();
  if (only.last != only.first + 1) return;
  diagnostic.fix = replace_by(ast.segments[prefix + only.first].span, only.text);
}

bool is_struct(const udm::PathError& error, const std::string& name) {
  const auto field = udm::find_field(error.message, name);
  return field && udm::message(error.message).fields[*field].type == udm::FieldType::kStruct;
}

struct Wording {
  Kind kind;
  Code code;
  std::string_view message;  // {0}: the segment, {1}: what it is looked up in
  std::string_view help;
};

constexpr Wording kWordings[] = {
    {Kind::kUnknownField, Code::kUnknownField, "there is no field `{0}` in {1}",
     "`yaral fields` lists the fields of UDM"},
    {Kind::kNotAMessage, Code::kFieldOfScalar, "`{0}` cannot follow {1}, which is a value and has no fields",
     "end the path before it"},
    {Kind::kIndexOnScalar, Code::kIndexOnScalar, "`{0}` is not repeated, so it takes no index", "leave the index out"},
    {Kind::kIndexIncomplete, Code::kIndexIncomplete,
     "`{0}` is repeated too: a path with an index needs one for every repeated field",
     "write an index after it, or none at all"},
    {Kind::kKeyOnNonMap, Code::kKeyOnNonMap, "`{0}` is no map, so it takes no key",
     "keys read structs (`additional.fields[\"k\"]`) and lists of labels (`security_result.detection_fields[\"k\"]`)"},
    {Kind::kIndexAndKey, Code::kIndexAndKey, "`{0}` takes an index or a key, not both", "leave the index out"},
    {Kind::kMapNeedsKey, Code::kMapNeedsKey, "{1} is a struct: its values are read by key",
     "write `.fields[\"the key\"]`"},
};

const Wording& wording_of(Kind kind) {
  for (const Wording& w : kWordings)
    if (w.kind == kind) return w;
  return kWordings[0];
}

}  // namespace

void report_path_error(Binder& b, const syntax::Expr& ast, const udm::PathError& error,
                       const std::vector<udm::Segment>& segments) {
  const std::size_t prefix = source_of(ast).prefix;
  const Wording& wording = wording_of(error.kind);
  const syntax::PathSegment& at = ast.segments[prefix + error.segment];
  const Span span = at.subscripts.empty() ? at.span : cover(at.span, at.subscripts.back().span);
  syntax::Diagnostic& diagnostic = report(b, wording.code, error.kind == Kind::kUnknownField ? at.span : span,
                                          fmt::format(fmt::runtime(wording.message), at.name, where(error, segments)));
  if (error.kind == Kind::kUnknownField || error.kind == Kind::kNotAMessage)
    add_suggestions(b, ast, prefix, error, segments, diagnostic);
  if (error.kind == Kind::kKeyOnNonMap && is_struct(error, at.name)) {
    diagnostic.help = "the keys of a struct are below `fields`";
    diagnostic.fix = syntax::Fix{"add `.fields`", {{{at.span.end, at.span.end}, ".fields"}}};
  }
  if (diagnostic.help.empty()) diagnostic.help = wording.help;
}

}  // namespace yaral::semantics
