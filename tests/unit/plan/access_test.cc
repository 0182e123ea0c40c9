#include "plan/access.h"

#include <gmock/gmock.h>

#include <string>
#include <string_view>

#include "plan/plan.h"
#include "semantics/bind.h"
#include "udm/schema.h"

namespace yaral::plan {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string rule_of(const std::string& name, const std::string& events) {
  return "rule " + name + " { meta: author = \"x\" events: " + events + " condition: $e }";
}

// `more`: further rules.
Plan plan_of(const std::string& events, const Lists& lists = {}, const std::string& more = {}) {
  semantics::CompiledFile file = semantics::compile("x", rule_of("r", events) + more);
  EXPECT_THAT(file.rules, SizeIs(more.empty() ? 1 : 2)) << events;
  static const semantics::DataTables kNoTables;
  std::vector<PlanProblem> problems;
  const Lookups lookups{lists, kNoTables};
  Plan plan(std::move(file.rules), lookups, problems);
  EXPECT_THAT(problems, IsEmpty());
  return plan;
}

// The paths whose texts give access.
std::vector<std::string> paths_of(const Plan& plan) {
  std::vector<std::string> paths;
  for (const AccessPlan::Slot& slot : plan.access().slots) paths.push_back(plan.slots()[slot.slot].path.text);
  return paths;
}

const AccessPlan::OfType& of_type(const Plan& plan, std::string_view name) {
  for (udm::EnumId id = 0; id < udm::enums().size(); ++id)
    if (const auto number = udm::enum_number(id, name)) return plan.access().of_type(*number);
  ADD_FAILURE() << "no type " << name;
  return plan.access().types.others;
}

TEST(AccessPlan, AVariableIsFoundByThePatternsOfWhichOneMustMatch) {
  const Plan plan = plan_of("($e.principal.hostname = \"abc\" or re.regex($e.target.hostname, `def`))");
  EXPECT_THAT(paths_of(plan), ElementsAre("principal.hostname", "target.hostname"));
  EXPECT_THAT(plan.access().variables, SizeIs(1));
  EXPECT_THAT(plan.access().rest.ungated(), IsEmpty());
}

TEST(AccessPlan, WithoutAPatternItIsFoundByItsGate) {
  const Plan plan =
      plan_of("$e.metadata.event_type = \"USER_LOGIN\" ($e.principal.hostname = \"abc\" or $e.target.port = 4)");
  EXPECT_THAT(plan.access().variables, IsEmpty());
  EXPECT_THAT(plan.access().rest.fields(), SizeIs(1));
}

TEST(AccessPlan, OtherTypesThanItWantsAreNotLookedThrough) {
  const Plan plan = plan_of("$e.metadata.event_type = \"USER_LOGIN\" $e.principal.hostname = \"abc\"");
  EXPECT_THAT(of_type(plan, "USER_LOGIN").slots, ElementsAre(0));
  EXPECT_THAT(of_type(plan, "USER_LOGIN").variables, ElementsAre(true));
  EXPECT_THAT(of_type(plan, "PROCESS_LAUNCH").slots, IsEmpty());
  EXPECT_THAT(of_type(plan, "PROCESS_LAUNCH").variables, ElementsAre(false));
}

TEST(AccessPlan, AnAlternativeMayBeAType) {
  const Plan plan = plan_of(
      "(($e.metadata.event_type = \"PROCESS_LAUNCH\" and $e.principal.hostname = \"abc\") or"
      " ($e.metadata.event_type = \"RESOURCE_READ\" and $e.target.port > 4))");
  EXPECT_THAT(paths_of(plan), ElementsAre("principal.hostname"));
  EXPECT_THAT(of_type(plan, "RESOURCE_READ").in_any_case, ElementsAre(0));
  EXPECT_THAT(of_type(plan, "PROCESS_LAUNCH").in_any_case, IsEmpty());
  EXPECT_THAT(of_type(plan, "USER_LOGIN").variables, ElementsAre(false));
}

// Its gate names no types then, as one alternative goes without.
TEST(AccessPlan, AnAlternativeMayBeATypeWhereTheOtherHasNone) {
  const Plan plan = plan_of(
      "($e.principal.hostname = \"abc\" or ($e.metadata.event_type = \"RESOURCE_READ\" and $e.target.port > 4))"
      " $e.metadata.event_type != \"USER_LOGIN\"");
  EXPECT_THAT(plan.access().rest.fields(), IsEmpty());
  EXPECT_THAT(plan.access().variables.size() + plan.access().rest.ungated().size(), 1u);
}

// What another rule wants tells which field the types are in.
TEST(AccessPlan, ATypeThatNoGateNamesLeadsToItsAlternative) {
  const Plan plan = plan_of(
      "($e.principal.hostname = \"abc\" or ($e.metadata.event_type = \"RESOURCE_READ\" and $e.target.port > 4))", {},
      rule_of("s", "$e.metadata.event_type = \"USER_LOGIN\" $e.target.port = 4"));
  EXPECT_THAT(paths_of(plan), ElementsAre("principal.hostname"));
  EXPECT_THAT(plan.access().rest.ungated(), IsEmpty());
  EXPECT_THAT(of_type(plan, "RESOURCE_READ").in_any_case, ElementsAre(0));
  for (const char* type : {"RESOURCE_READ", "USER_LOGIN", "PROCESS_LAUNCH"}) {
    EXPECT_THAT(of_type(plan, type).slots, ElementsAre(0)) << type;
    EXPECT_THAT(of_type(plan, type).variables, ElementsAre(true)) << type;
  }
}

TEST(AccessPlan, OneTextMustMeetAllDemands) {
  const Plan plan = plan_of("re.regex($e.principal.hostname, `abc|def`) re.regex($e.principal.hostname, `xyz$`)");
  const AccessPlan::Slot& slot = plan.access().slots.at(0);
  std::vector<std::uint32_t> met;
  const std::vector<std::uint32_t> both = {0, 1};
  for (const std::vector<AccessPlan::Entry>& entries : slot.by_place)
    for (const AccessPlan::Entry& entry : entries) {
      EXPECT_TRUE(slot.is_met(entry, both));
      EXPECT_FALSE(slot.is_met(entry, std::span(both).first(1)) && slot.is_met(entry, std::span(both).last(1)));
    }
}

TEST(AccessPlan, FieldsThatTellLittleComeLast) {
  EXPECT_THAT(paths_of(plan_of("$e.metadata.log_type = \"WINEVTLOG\" $e.principal.hostname = \"abc\"")),
              ElementsAre("principal.hostname"));
  EXPECT_THAT(paths_of(plan_of("$e.metadata.product_name = \"Sysmon\" $e.metadata.product_event_type = \"4688\"")),
              ElementsAre("metadata.product_event_type"));
}

TEST(AccessPlan, NothingIsInAnEmptyList) {
  const Plan plan = plan_of("$e.principal.hostname in %l $e.target.port = 4", {{"l", {}}});
  EXPECT_THAT(plan.access().variables, SizeIs(1));
  EXPECT_THAT(plan.access().slots, IsEmpty());
  EXPECT_THAT(plan.access().rest.ungated(), IsEmpty());
  EXPECT_THAT(paths_of(plan_of("$e.principal.hostname in %l", {{"l", {"abc", "def"}}})),
              ElementsAre("principal.hostname"));
  EXPECT_THAT(plan_of("not $e.principal.hostname in %l", {{"l", {}}}).access().variables, IsEmpty());
}

}  // namespace
}  // namespace yaral::plan
