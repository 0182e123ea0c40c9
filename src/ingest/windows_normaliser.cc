#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <string>
#include <vector>

#include "ingest/convert.h"
#include "ingest/event_id.h"
#include "ingest/path_constant.h"
#include "ingest/windows_normaliser.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

constexpr std::size_t kDescriptionLimit = 1024;  // of metadata.description

struct Count {
  std::string_view name;
  std::uint32_t WindowsEvent::* member;
};

constexpr Count kCounts[] = {
    {"ThreadID", &WindowsEvent::thread_id}, {"Version", &WindowsEvent::version}, {"Level", &WindowsEvent::level},
    {"Task", &WindowsEvent::task},          {"Opcode", &WindowsEvent::opcode},
};

struct Text {
  std::string_view name;
  std::string_view WindowsEvent::* member;
};

constexpr Text kTexts[] = {
    {"Channel", &WindowsEvent::channel},
    {"ProviderGuid", &WindowsEvent::provider_guid},
    {"Keywords", &WindowsEvent::keywords},
    {"ActivityID", &WindowsEvent::activity_id},
    {"EventSourceName", &WindowsEvent::event_source},
    {"UserDataName", &WindowsEvent::user_data_name},
};

// The first line, cut at a character's border.
std::string_view description_of(std::string_view message) {
  message = trim(message);
  std::string_view line = trim(message.substr(0, message.find('\n')));
  if (line.size() <= kDescriptionLimit) return line;
  std::size_t end = kDescriptionLimit;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return line.substr(0, end);
}

// An event of a kind no table knows: all its data to additional.fields, the account that logged it as principal.
void lay_out_generic(Draft& draft, const WindowsEvent& record) {
  put_logging_user(draft);
  for (std::size_t i = 0; i < record.data.size(); ++i) draft.add_datum(i, record.data[i]);
  put_message(draft, record);
}

using Sources = boost::unordered_flat_map<std::string_view, std::shared_ptr<const CompiledSource>>;

Sources compile_sources() {
  Sources sources;
  for (const WindowsSource* source : windows_sources()) {
    const auto compiled = std::make_shared<const CompiledSource>(source, FieldTable(source->mappings));
    for (const std::string_view provider : source->providers) sources.emplace(provider, compiled);
  }
  return sources;
}

}  // namespace

void put_system(Draft& draft, const WindowsEvent& record) {
  Arena& arena = draft.arena();
  draft.windows = &record;
  draft.set_time(record.time_created);
  draft.put_text(YARAL_PATH("metadata.vendor_name"), "Microsoft");
  draft.put_text(YARAL_PATH("metadata.product_name"), record.provider.empty() ? record.channel : record.provider);
  draft.put(YARAL_PATH("metadata.product_event_type"), Value::string(decimal(record.event_id, arena)));
  if (record.record_id != 0) {
    draft.put(YARAL_PATH("metadata.product_log_id"), Value::string(decimal(record.record_id, arena)));
  }
  draft.put_text(YARAL_PATH("metadata.description"), description_of(record.message));
  if (record.process_id != 0) {
    draft.put(YARAL_PATH("observer.process.pid"), Value::string(decimal(record.process_id, arena)));
  }
  for (const Text& text : kTexts) draft.add(text.name, record.*text.member);
  for (const Count& count : kCounts) {
    if (record.*count.member != 0) draft.add(count.name, decimal(record.*count.member, arena));
  }
}

void put_message(Draft& draft, const WindowsEvent& record) {
  const std::string_view message = trim(record.message);
  if (description_of(message).size() < message.size()) draft.add("Message", message);
}

const CompiledSource* find_source(std::string_view provider) {
  static const Sources sources = compile_sources();
  const auto found = sources.find(provider);
  return found == sources.end() ? nullptr : found->second.get();
}

void emit_windows(const WindowsEvent& record, TextLifetime lifetime, std::string_view missing_parts, Arena& arena,
                  EventSink& sink) {
  Draft draft(arena, lifetime);
  put_system(draft, record);
  const CompiledSource* const source = find_source(record.provider);
  const CompiledMapping* const mapping =
      source == nullptr ? nullptr : source->table.find(decimal(record.event_id, arena));
  if (mapping == nullptr) {
    lay_out_generic(draft, record);
  } else {
    draft.set_type(mapping->type);
    if (source->source->prepare != nullptr) source->source->prepare(draft);
    draft.lay_out(record.data, *mapping);
    if (mapping->mapping->finish != nullptr) mapping->mapping->finish(draft);
  }
  draft.add("MissingParts", missing_parts);
  const bool from_elsewhere = mapping != nullptr && mapping->mapping->host_is_target &&
                              (draft.has(YARAL_PATH("principal.hostname")) || draft.has(YARAL_PATH("principal.ip")));
  if (!from_elsewhere) draft.put_text(YARAL_PATH("principal.hostname"), record.computer);
  // The logger is often but a service that tells of others.
  if (record.user_sid != "S-1-0-0" && draft.text_at(YARAL_PATH("principal.user.windows_sid")) != record.user_sid) {
    draft.add("UserID", record.user_sid);
  }
  draft.emit(event_id(record, arena), source == nullptr ? kWindowsLog : source->source->log_type, sink);
}

void normalise(const WindowsEvent& record, TextLifetime lifetime, ScriptBlocks& blocks, Arena& arena, EventSink& sink) {
  if (!put_script_block(record, blocks, arena, sink)) emit_windows(record, lifetime, {}, arena, sink);
}

}  // namespace yaral::ingest
