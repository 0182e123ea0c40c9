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
  if (const std::string_view ip = to_ip(answer); !ip.empty()) answer = ip;
  if (is_absent(answer)) return;
  const udm::FieldIndex data = YARAL_PATH("network.dns.answers.data").steps.back().field;
  draft.append(YARAL_PATH("network.dns.answers")).set(data, Value::string(draft.keep(answer)), draft.arena());
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

}  // namespace yaral::ingest
