#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

void put_endpoint(Draft& draft, const Endpoint& endpoint, const udm::Path& ip, const udm::Path& host,
                  const udm::Path& port) {
  const std::string_view address = to_ip(endpoint.host);
  draft.put_text(address.empty() ? host : ip, address.empty() ? endpoint.host : address);
  const auto number = to_unsigned(endpoint.port);
  if (number && *number > 0 && *number < 65536) draft.put(port, Value::integer(static_cast<std::int64_t>(*number)));
}

}  // namespace

void put_logging_user(Draft& draft) {
  const std::string_view sid = draft.windows->user_sid;
  if (sid != "S-1-0-0") draft.put_text(YARAL_PATH("principal.user.windows_sid"), sid);
}

void put_logger(Draft& draft) {
  put_logging_user(draft);
  const std::uint32_t pid = draft.windows->process_id;
  if (pid == 0) return;
  draft.put(YARAL_PATH("principal.process.pid"), Value::string(decimal(pid, draft.arena())));
}

void put_target_host(Draft& draft) { draft.put_text(YARAL_PATH("target.hostname"), draft.windows->computer); }

void put_target_program(Draft& draft, std::string_view file) {
  draft.put_text(YARAL_PATH("target.process.file.full_path"), file);
  draft.put_text(YARAL_PATH("target.file.full_path"), file);
}

void put_certificate(Draft& draft, std::string_view subject, std::string_view thumbprint) {
  draft.put_text(YARAL_PATH("target.resource.name"), subject);
  draft.put_text(YARAL_PATH("target.resource.product_object_id"), thumbprint);
  draft.put_text(YARAL_PATH("target.file.sha1"), thumbprint);
  draft.add("Thumbprint", thumbprint);
  draft.put_enum(YARAL_PATH("target.resource.resource_type"), "CREDENTIAL");
  draft.put_text(YARAL_PATH("target.resource.resource_subtype"), "CERTIFICATE");
}

Endpoint split_endpoint(std::string_view text) {
  text = trim(text);
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos) return {text, {}};
    const std::string_view rest = text.substr(end + 1);
    return {text.substr(1, end - 1), rest.starts_with(':') ? rest.substr(1) : std::string_view{}};
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos || text.find(':', colon + 1) != std::string_view::npos) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

void put_target_endpoint(Draft& draft, const Endpoint& endpoint) {
  put_endpoint(draft, endpoint, YARAL_PATH("target.ip"), YARAL_PATH("target.hostname"), YARAL_PATH("target.port"));
}

void put_principal_endpoint(Draft& draft, const Endpoint& endpoint) {
  put_endpoint(draft, endpoint, YARAL_PATH("principal.ip"), YARAL_PATH("principal.hostname"),
               YARAL_PATH("principal.port"));
}

void put_service_program(Draft& draft) {
  const std::string_view image = trim(draft.text_at(YARAL_PATH("target.process.command_line")));
  // Drivers have no arguments, and blanks in their paths stand without quotes.
  const bool driver = image.size() > 4 && equal_nocase(image.substr(image.size() - 4), ".sys");
  put_target_program(draft, driver ? image : program_of(image));
}

void put_dns_answers(Draft& draft, std::string_view results) {
  if (is_absent(results)) return;
  const udm::Path& data = YARAL_PATH("network.dns.answers.data");
  Arena& arena = draft.arena();
  while (!results.empty()) {
    const auto end = results.find(';');
    std::string_view answer = trim(results.substr(0, end));
    results = end == std::string_view::npos ? std::string_view{} : results.substr(end + 1);
    if (answer.starts_with("type:")) answer = trim(answer.substr(answer.find_first_of(' ') + 1));
    if (const auto blank = answer.rfind(' '); blank != std::string_view::npos) answer = answer.substr(blank + 1);
    if (const std::string_view ip = to_ip(answer); !ip.empty()) answer = ip;
    if (is_absent(answer)) continue;
    udm::Message& element = draft.append(YARAL_PATH("network.dns.answers"));
    element.set(data.steps.back().field, Value::string(draft.keep(answer)), arena);
  }
}

std::string_view find_or_at(const WindowsEvent& record, std::string_view name, std::size_t position) {
  const std::string_view found = name.empty() ? std::string_view{} : record.find(name);
  if (!found.empty() || position >= record.data.size()) return found;
  const WindowsEvent::Data& datum = record.data[position];
  return datum.name.empty() || datum.name == "param" + std::to_string(position + 1) ? datum.value : found;
}

}  // namespace yaral::ingest
