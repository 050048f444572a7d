import Glibc

/// The built `ritorno`, run as a user runs it: another process, looked at from outside.
package struct Program {
  /// What a run left.
  package struct Result {
    /// The status of the exit; 128 and the signal where a signal ended it.
    package var status: Int32
    package var output: String
    package var errors: String
  }

  /// Where standard output goes.
  package enum Output {
    case kept
    case file(String)
    /// A pipe that nobody reads.
    case closedPipe
  }

  private let path: String
  private let folder: TemporaryFolder

  /// Looks for the program beside the tests that run now; throws where it is not built.
  package init() throws(FileProblem) {
    let places = Program.places()
    guard let place = places.first(where: { unsafe access($0, X_OK) == 0 }) else {
      throw FileProblem(places.joined(separator: " or "), "run")
    }
    path = place
    folder = try TemporaryFolder()
  }

  /// The folder of the test bundle and those above it, then the usual build folder.
  private static func places() -> [String] {
    var steps = executablePath().split(separator: "/")
    var places: [String] = []
    while !steps.isEmpty {
      steps.removeLast()
      places.append("/" + (steps + ["ritorno"]).joined(separator: "/"))
      if steps.last == ".build" { break }
    }
    // A folder above the build folder holds sources, not programs.
    let built = places.filter { $0.contains("/.build") }
    return built + [Project.path(".build/debug/ritorno")]
  }

  private static func executablePath() -> String {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count)
    guard count > 0 else { return CommandLine.arguments.first ?? "" }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Runs it to its end. Environment, home and state are those of a fresh user.
  package func run(
    _ arguments: [String], in workingFolder: String? = nil, input: String = "",
    environment: [String] = [], output: Output = .kept
  ) throws(FileProblem) -> Result {
    let input = try folder.write(input, to: "input")
    let (kept, errors) = (folder.path("output"), folder.path("errors"))
    unsafe unlink(kept)
    unsafe unlink(errors)
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    var closing: Int32 = -1
    switch output {
    case .kept: unsafe posix_spawn_file_actions_addopen(&actions, 1, kept, writing, 0o600)
    case .file(let path): unsafe posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY, 0)
    case .closedPipe:
      var ends: [Int32] = [-1, -1]
      guard unsafe pipe(&ends) == 0 else { throw FileProblem("a pipe", "open") }
      close(ends[0])
      closing = ends[1]
      unsafe posix_spawn_file_actions_adddup2(&actions, closing, 1)
    }
    defer { if closing >= 0 { close(closing) } }
    unsafe posix_spawn_file_actions_addopen(&actions, 2, errors, writing, 0o600)
    // The call that changes the folder of a new process is no part of POSIX yet; a shell is.
    let entering = [
      "sh", "-c", "cd \"$0\" && exec \"$@\"", workingFolder ?? Project.path("datasets"),
    ]
    let process = try unsafe spawned(&actions, entering + [path] + arguments, environment)
    let status = try statusOf(process)
    return Result(
      status: status, output: (try? readText(kept)) ?? "", errors: try readText(errors))
  }

  /// Starts it on a terminal, in a group of processes of its own, and gives the number of the process.
  /// `before` is a command of the system's shell that runs first.
  package func start(
    _ arguments: [String], in workingFolder: String, terminal: Int32, environment: [String] = [],
    before: String? = nil
  ) throws(FileProblem) -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for descriptor in 0...2 {
      unsafe posix_spawn_file_actions_adddup2(&actions, terminal, Int32(descriptor))
    }
    let entering = [
      "sh", "-c", "cd \"$0\" || exit; \(before.map { $0 + " " } ?? "")exec \"$@\"", workingFolder,
    ]
    return try unsafe spawned(
      &actions, entering + [path] + arguments, environment, leadsGroup: true)
  }

  private func spawned(
    _ actions: inout posix_spawn_file_actions_t, _ arguments: [String], _ environment: [String],
    leadsGroup: Bool = false
  ) throws(FileProblem) -> pid_t {
    let variables = ["HOME=\(folder.path)", "PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8"] + environment
    // The C call wants lists of pointers that end with nil.
    var argv: [UnsafeMutablePointer<CChar>?] = unsafe arguments.map {
      unsafe strdup($0)
    }
    var envp: [UnsafeMutablePointer<CChar>?] = unsafe variables.map { unsafe strdup($0) }
    unsafe argv.append(nil)
    unsafe envp.append(nil)
    defer {
      for index in unsafe argv.indices { unsafe free(argv[index]) }
      for index in unsafe envp.indices { unsafe free(envp[index]) }
    }
    var process: pid_t = 0
    // Ignored signals are inherited: a closed pipe has to reach the program as its user's would.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGPIPE)
    unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
    // Threads of the tests' pool block signals, and that is inherited too.
    var blocked = sigset_t()
    unsafe sigemptyset(&blocked)
    unsafe posix_spawnattr_setsigmask(&attributes, &blocked)
    // A group is all that its leader started, and can be ended with it.
    let group = leadsGroup ? POSIX_SPAWN_SETPGROUP : 0
    unsafe posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | group))
    guard unsafe posix_spawn(&process, "/bin/sh", &actions, &attributes, argv, envp) == 0 else {
      throw FileProblem(path, "start")
    }
    return process
  }

  /// Waits for the end of a process, which is killed where it takes minutes: status 137.
  private func statusOf(_ process: pid_t) throws(FileProblem) -> Int32 {
    let deadline = Deadline(killing: process, seconds: 240)
    defer { withExtendedLifetime(deadline) {} }
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw FileProblem(path, "wait for") }
    }
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
