#include "engine/metric_store.h"

#include <map>
#include <random>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "engine/metric_reader.h"
#include "functions/signatures/metric_table.h"

namespace yaral::engine {
namespace {

using functions::MetricAgg;
using functions::MetricKind;

constexpr std::int64_t kDay = 86'400;
constexpr std::int64_t kNow = 20'522 * kDay + 12 * 3600 + 1800;  // 2026-03-10T12:30:00Z

TEST(MetricTable, EveryDimensionIsAFieldOfEvents) {
  for (const functions::MetricDimension& d : functions::metric_dimensions()) {
    EXPECT_TRUE(udm::resolve(udm::event_root(), d.path)) << d.path;
    EXPECT_TRUE(d.instead.empty() || udm::resolve(udm::event_root(), d.instead)) << d.instead;
    EXPECT_NE(d.populations, 0) << d.path;
  }
}

// Sources made as a rule would make them.
plan::MetricSource source_of(std::string_view function, std::vector<semantics::MetricDimension> dimensions) {
  const semantics::MetricUse use{.function = functions::find_metric_function(function),
                                 .span = {},
                                 .dimensions = std::move(dimensions),
                                 .filter = {}};
  return plan::split_metric(use).source;
}

struct Login {
  std::string id;
  std::int64_t seconds;
  std::string user;
  std::string application;
};

udm::Event event_of(const Login& login, Arena& arena) {
  auto* root = new (arena.allocate<udm::Message>(1)) udm::Message(udm::event_root());
  const auto put = [&](std::string_view path, Value value) {
    udm::put(*root, *udm::resolve(udm::event_root(), path), value, arena);
  };
  const auto type = udm::resolve(udm::event_root(), "metadata.event_type")->type.enum_id;
  put("metadata.event_type", Value::enumerator(*udm::enum_number(type, "USER_LOGIN")));
  if (!login.user.empty()) put("target.user.userid", Value::string(arena.copy(login.user)));
  if (!login.application.empty()) put("target.application", Value::string(arena.copy(login.application)));
  return {.root = root, .time = {.seconds = login.seconds}, .id = arena.copy(login.id), .log_type = {}, .json = {}};
}

std::vector<Login> random_logins(unsigned seed, int count) {
  std::mt19937 random(seed);
  std::vector<Login> logins;
  const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  for (int i = 0; i < count; ++i) {
    const std::string user = pick(10) == 0 ? "" : "u" + std::to_string(pick(4));
    const std::string application = pick(5) == 0 ? "" : "a" + std::to_string(pick(5));
    logins.push_back({"id" + std::to_string(i), kNow - pick(34 * kDay) + pick(kDay), user, application});
    if (pick(8) == 0) logins.push_back(logins.back());  // read twice
  }
  return logins;
}

// The same over a list of events, written straight from the reference.
std::int64_t naive(const std::vector<Login>& logins, const std::string& user, MetricKind kind, bool hourly,
                   MetricAgg agg) {
  const std::int64_t midnight = kNow / kDay * kDay;
  const std::int64_t begin = hourly ? midnight : midnight - 30 * kDay;
  const std::int64_t end = hourly ? kNow / 3600 * 3600 : midnight;
  std::map<std::int64_t, std::vector<Login>> periods;
  std::set<std::string> seen;
  for (const Login& l : logins) {
    if (l.user != user || l.seconds < begin || l.seconds >= end || !seen.insert(l.id).second) continue;
    if (kind == MetricKind::kUniqueValues && l.application.empty()) continue;
    periods[l.seconds / (hourly ? 3600 : kDay)].push_back(l);
  }
  std::vector<std::int64_t> numbers;
  for (const auto& [period, events] : periods) {
    std::set<std::string> applications;
    std::set<std::int64_t> times;
    for (const Login& l : events) {
      applications.insert(l.application);
      times.insert(l.seconds);
    }
    switch (kind) {
      case MetricKind::kFirstSeen: numbers.push_back(*times.begin()); break;
      case MetricKind::kLastSeen: numbers.push_back(*times.rbegin()); break;
      case MetricKind::kUniqueValues: numbers.push_back(static_cast<std::int64_t>(applications.size())); break;
      default: numbers.push_back(static_cast<std::int64_t>(events.size()));
    }
  }
  if (agg == MetricAgg::kPeriods) return static_cast<std::int64_t>(numbers.size());
  std::int64_t result = 0;
  for (const std::int64_t n : numbers)
    result = agg == MetricAgg::kSum                  ? result + n
             : agg == MetricAgg::kMax || result == 0 ? std::max(result, n)
                                                     : std::min(result, n);
  return result;
}

class RandomMetrics : public testing::TestWithParam<unsigned> {
 protected:
  std::int64_t ask(const MetricStore& store, std::uint32_t source, const std::string& user, MetricKind kind,
                   bool hourly, MetricAgg agg) {
    plan::RulePlan rule;
    rule.metrics.push_back(
        {.source = source, .arguments = {0}, .hourly = hourly, .kind = kind, .agg = agg, .filter = {}});
    functions::CallContext context{.arena = arena_, .notes = notes_, .now_seconds = 0};
    const Value value = Value::string(user);
    return MetricReader(rule, store).value(0, {&value, 1}, {.seconds = kNow}, context).as_int();
  }

  Arena arena_;
  functions::RunNotes notes_;
  const std::vector<plan::MetricSource> sources_{
      source_of("metrics.auth_attempts_total", {{"target.user.userid", false}}),
      source_of("metrics.auth_attempts_total", {{"target.application", true}, {"target.user.userid", false}})};
};

TEST_P(RandomMetrics, AgreeWithANaiveComputation) {
  const std::vector<Login> logins = random_logins(GetParam(), 600);
  SeenEvents seen;
  std::vector<MetricStore> stores(3, MetricStore(sources_));
  for (std::size_t i = 0; i < logins.size(); ++i) stores[i % 3].add(event_of(logins[i], arena_), seen);
  stores[0].merge(stores[1]);
  stores[0].merge(stores[2]);
  for (const std::string user : {"u0", "u1", "u2", "u3", "nobody"})
    for (const MetricKind kind :
         {MetricKind::kEventCount, MetricKind::kFirstSeen, MetricKind::kLastSeen, MetricKind::kUniqueValues})
      for (const bool hourly : {false, true})
        for (const MetricAgg agg : {MetricAgg::kSum, MetricAgg::kMax, MetricAgg::kMin, MetricAgg::kPeriods})
          EXPECT_EQ(ask(stores[0], kind == MetricKind::kUniqueValues, user, kind, hourly, agg),
                    naive(logins, user, kind, hourly, agg))
              << user << ' ' << static_cast<int>(kind) << ' ' << hourly << ' ' << static_cast<int>(agg);
}

// What is given up for lack of memory does not depend on the order of events, or on how workers share them.
TEST_P(RandomMetrics, TheLimitGivesUpTheSameTuples) {
  std::vector<Login> logins;
  for (int i = 0; i < 2'000; ++i)
    logins.push_back({"id" + std::to_string(i), kNow - kDay, "user" + std::to_string(i), "a"});
  const auto kept = [&](const std::vector<Login>& events, std::size_t workers) {
    SeenEvents seen;
    std::vector<MetricStore> stores(workers, MetricStore(sources_, 300));
    for (std::size_t i = 0; i < events.size(); ++i) stores[i % workers].add(event_of(events[i], arena_), seen);
    for (std::size_t i = 1; i < workers; ++i) stores[0].merge(stores[i]);
    std::set<std::string> users;
    for (const Login& l : events)
      if (ask(stores[0], 0, l.user, MetricKind::kEventCount, false, MetricAgg::kSum) == 1) users.insert(l.user);
    return users;
  };
  const std::set<std::string> one = kept(logins, 1);
  std::ranges::shuffle(logins, std::mt19937(GetParam()));
  EXPECT_EQ(one, kept(logins, 1));
  EXPECT_EQ(one, kept(logins, 4));
  EXPECT_FALSE(one.empty());
  EXPECT_LE(one.size(), 150u);
  EXPECT_FALSE(notes_.counts().empty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, RandomMetrics, testing::Range(1u, 9u));

}  // namespace
}  // namespace yaral::engine
