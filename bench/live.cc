// Sends events one by one through a pipe at a steady pace, and measures how long after its event each detection is there.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::string_view kIdMark = R"("metadata":{"id":")";

struct Child {
  pid_t pid = -1;
  int in = -1;   // what it reads, for writing
  int out = -1;  // what it writes, for reading
};

Child start(char** command) {
  int in[2];
  int out[2];
  if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) return {};
  const pid_t pid = fork();
  if (pid == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    execv(command[0], command);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  return {pid, in[1], out[0]};
}

std::string_view id_of(std::string_view line) {
  const std::size_t at = line.find(kIdMark);
  if (at == std::string_view::npos) return {};
  line.remove_prefix(at + kIdMark.size());
  return line.substr(0, line.find('"'));
}

// When each detection's line was whole, with the id of its first event.
std::vector<std::pair<std::string, Clock::time_point>> receive(int from) {
  std::vector<std::pair<std::string, Clock::time_point>> received;
  std::string text;
  std::vector<char> piece(1 << 20);
  for (ssize_t got; (got = read(from, piece.data(), piece.size())) > 0;) {
    const auto now = Clock::now();
    text.append(piece.data(), static_cast<std::size_t>(got));
    std::size_t begin = 0;
    for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1)
      received.emplace_back(id_of(std::string_view(text).substr(begin, end - begin)), now);
    text.erase(0, begin);
  }
  return received;
}

bool send(int to, std::string_view line) {
  while (!line.empty()) {
    const ssize_t put = write(to, line.data(), line.size());
    if (put < 0) return false;
    line.remove_prefix(static_cast<std::size_t>(put));
  }
  return true;
}

}  // namespace

int main(int count, char** words) {
  std::ifstream file(count > 3 ? words[1] : "");
  const double rate = count > 3 ? std::strtod(words[2], nullptr) : 0;
  if (!file || rate <= 0) {
    std::fputs("live FILE EVENTS-A-SECOND COMMAND…: FILE has an event a line, each with an id in front\n", stderr);
    return 3;
  }
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line + "\n");
  std::signal(SIGPIPE, SIG_IGN);
  const Child child = start(words + 3);
  std::vector<std::pair<std::string, Clock::time_point>> received;
  std::jthread receiver([&] { received = receive(child.out); });

  std::unordered_map<std::string_view, Clock::time_point> sent;
  sent.reserve(lines.size());
  std::this_thread::sleep_for(std::chrono::seconds(1));  // rules are ready before the first event
  const auto begin = Clock::now();
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto due = begin + std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 / rate * static_cast<double>(i)));
    while (Clock::now() < due) {
    }
    sent[id_of(lines[i])] = Clock::now();
    if (!send(child.in, lines[i])) break;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  close(child.in);
  receiver.join();
  int status = 0;
  waitpid(child.pid, &status, 0);

  std::vector<double> late;
  for (const auto& [id, at] : received)
    if (const auto event = sent.find(id); event != sent.end())
      late.push_back(std::chrono::duration<double, std::milli>(at - event->second).count());
  std::ranges::sort(late);
  const auto quantile = [&](double share) {
    return late.empty()
               ? 0
               : late[std::min(late.size() - 1, static_cast<std::size_t>(share * static_cast<double>(late.size())))];
  };
  std::printf("{\"events\":%zu,\"seconds\":%.6f,\"detections\":%zu,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"most_ms\":%.3f}\n",
              lines.size(), seconds, late.size(), quantile(0.5), quantile(0.99), quantile(1));
  return WIFEXITED(status) && WEXITSTATUS(status) <= 1 ? 0 : 2;
}
