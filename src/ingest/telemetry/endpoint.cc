#include "ingest/telemetry/endpoint.h"

#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {

void put_joined(Draft& draft, const udm::Path& path, std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) {
    if (is_absent(part)) return;
    if (!text.empty()) text += ':';
    text += part;
  }
  draft.put(path, Value::string(draft.arena().copy(text)));
}

void append_answer(Draft& draft, std::string_view answer) {
  answer = trim(answer);
  // Windows writes the type of what is no address before it: `type: 5 name.example`.
  if (answer.starts_with("type:")) answer = answer.substr(answer.rfind(' ') + 1);
  if (const std::string_view ip = to_ip(answer); !ip.empty()) answer = ip;
  if (is_absent(answer)) return;
  draft.put_text(draft.append(YARAL_PATH("network.dns.answers")), "data", answer);
}

void append_answers(Draft& draft, std::string_view answers, std::string_view separators) {
  while (!answers.empty()) {
    const auto end = answers.find_first_of(separators);
    append_answer(draft, answers.substr(0, end));
    answers = end == std::string_view::npos ? std::string_view{} : answers.substr(end + 1);
  }
}

void put_if_absent(Draft& draft, const udm::Path& path, std::string_view text) {
  if (!draft.has(path)) draft.put_text(path, text);
}

void put_value_name(Draft& draft) {
  const std::string_view key = draft.text_at(YARAL_PATH("target.registry.registry_key"));
  const auto slash = key.find_last_of('\\');
  if (slash != std::string_view::npos) {
    draft.put_text(YARAL_PATH("target.registry.registry_value_name"), key.substr(slash + 1));
  }
}

void put_host_of(Draft& draft, std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) url.remove_prefix(scheme + 3);
  const std::string_view host = url.substr(0, url.find_first_of("/:?"));
  if (to_ip(host).empty()) draft.put_text(YARAL_PATH("target.hostname"), host);
}

void put_file_path(Draft& draft, const udm::Path& path, std::string_view folder, std::string_view name) {
  if (is_absent(folder) || is_absent(name)) {
    draft.put_text(path, is_absent(name) ? folder : name);
    return;
  }
  const char separator = folder.contains('/') ? '/' : '\\';
  std::string whole(folder);
  const bool has_name = folder.size() >= name.size() && equal_nocase(folder.substr(folder.size() - name.size()), name);
  if (!has_name) {
    if (whole.back() != separator) whole += separator;
    whole += name;
  }
  draft.put(path, Value::string(draft.arena().copy(whole)));
}

}  // namespace yaral::ingest
