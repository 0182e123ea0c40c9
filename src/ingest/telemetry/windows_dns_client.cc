#include "ingest/convert.h"
#include "ingest/path_constant.h"
#include "ingest/windows_source.h"

namespace yaral::ingest {
namespace {

using enum Convert;

constexpr Row kQuestion[] = {
    {"QueryName", "network.dns.questions.name"},
    {"QueryType", "network.dns.questions.type", kUnsigned},
};

constexpr Row kAnswer[] = {
    {"QueryStatus", "network.dns.response_code", kUnsigned, true},
    {"Status", "network.dns.response_code", kUnsigned, true},
    {"QueryResults", "network.dns.answers.data", kCode, true},
};

constexpr Constant kQuery[] = {{"network.application_protocol", "DNS"}};

constexpr Constant kResponse[] = {
    {"network.application_protocol", "DNS"},
    {"network.dns.response", "true"},
};

constexpr Constant kTimeout[] = {
    {"network.application_protocol", "DNS"},
    {"security_result.summary", "Name resolution timed out"},
};

void finish_answer(Draft& draft) { put_dns_answers(draft, draft.find("QueryResults")); }

constexpr Mapping kMappings[] = {
    {"1014", "NETWORK_DNS", {kQuestion}, nullptr, false, kTimeout},
    {"3006", "NETWORK_DNS", {kQuestion}, nullptr, false, kQuery},
    {"3008", "NETWORK_DNS", {kQuestion, kAnswer}, finish_answer, false, kResponse},
    {"3020", "NETWORK_DNS", {kQuestion, kAnswer}, finish_answer, false, kResponse},
};

constexpr std::string_view kProviders[] = {"Microsoft-Windows-DNS-Client"};
constexpr WindowsSource kSource{kWindowsLog, kProviders, kMappings, put_logger};

}  // namespace

const WindowsSource& dns_client_source() { return kSource; }

}  // namespace yaral::ingest
