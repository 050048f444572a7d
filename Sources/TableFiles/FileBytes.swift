import Glibc
import Texts

/// Reads a whole regular file without ever waiting on a pipe or device.
func readFileBytes(
  path: String, writtenAs: String, isCancelled: () -> Bool
) throws(FileError) -> [UInt8] {
  let descriptor = try openFile(path: path, writtenAs: writtenAs)
  defer { _ = close(descriptor) }
  var status = stat()
  guard unsafe fstat(descriptor, &status) == 0 else { throw systemError(errno, writtenAs) }
  try requireRegular(status.st_mode, writtenAs)
  let size = Int(status.st_size)
  try requireMemory(for: size, factor: 5, writtenAs)
  let bytes = try readAll(descriptor, expected: size, writtenAs, isCancelled)
  if bytes.isEmpty { throw FileError("'\(writtenAs)' is empty") }
  return bytes
}

private func openFile(path: String, writtenAs: String) throws(FileError) -> Int32 {
  if path.utf8.contains(0) { throw FileError("a path cannot hold a NUL byte") }
  // Without O_NONBLOCK a pipe that nobody writes to would block here for ever.
  let descriptor = unsafe open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
  if descriptor >= 0 { return descriptor }
  let code = errno
  var error = systemError(code, writtenAs)
  if code == ENOENT { error.help = nearNames(path: path, writtenAs: writtenAs) }
  throw error
}

private func systemError(_ code: Int32, _ writtenAs: String) -> FileError {
  switch code {
  case ENOENT: FileError("there is no file '\(writtenAs)'")
  case ENOTDIR: FileError("there is no file '\(writtenAs)': a part of its path is no folder")
  case EACCES, EPERM: FileError("no permission to read '\(writtenAs)'")
  case ENAMETOOLONG: FileError("the path is too long (\(writtenAs.utf8.count) bytes)")
  case ELOOP: FileError("'\(writtenAs)' is a link that leads to itself")
  case EISDIR: FileError("'\(writtenAs)' is a folder")
  case ENXIO: FileError("'\(writtenAs)' is no regular file")
  case EMFILE, ENFILE: FileError("too many open files to read '\(writtenAs)'")
  default: FileError("'\(writtenAs)' cannot be read (\(systemMessage(code)))")
  }
}

private func systemMessage(_ code: Int32) -> String {
  guard let text = unsafe strerror(code) else { return "error \(code)" }
  return unsafe String(cString: text).lowercased()
}

private func requireRegular(_ mode: mode_t, _ writtenAs: String) throws(FileError) {
  switch mode & S_IFMT {
  case S_IFREG: return
  case S_IFDIR:
    throw FileError("'\(writtenAs)' is a folder", help: "name a file in it")
  case S_IFIFO: throw FileError("'\(writtenAs)' is a pipe, not a file")
  case S_IFSOCK: throw FileError("'\(writtenAs)' is a socket, not a file")
  default: throw FileError("'\(writtenAs)' is a device, not a file")
  }
}

private func readAll(
  _ descriptor: Int32, expected: Int, _ writtenAs: String, _ isCancelled: () -> Bool
) throws(FileError) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(expected)
  var buffer = [UInt8](repeating: 0, count: min(max(expected, 4096), 1 << 20))
  while true {
    if isCancelled() { throw .cancelled }
    let count = unsafe read(descriptor, &buffer, buffer.count)
    if count == 0 { return bytes }
    if count < 0 {
      if errno == EINTR { continue }
      throw systemError(errno, writtenAs)
    }
    // A file that grows while it is read ends where it ended when it was opened.
    let room = expected > 0 ? expected - bytes.count : count
    bytes.append(contentsOf: buffer[..<min(count, room)])
    if expected > 0, bytes.count == expected { return bytes }
  }
}

/// The names of regular entries in the folder of a path, sorted.
func namesBeside(path: String) -> [String] {
  let folder =
    path.contains("/") ? String(path[...(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
  guard let stream = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  while names.count < 10_000, let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
      unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}

private func nearNames(path: String, writtenAs: String) -> String? {
  let name = String(path.split(separator: "/", omittingEmptySubsequences: true).last ?? "")
  let near = suggestion(for: name, among: namesBeside(path: path))
  let folder = writtenAs.lastIndex(of: "/").map { String(writtenAs[...$0]) } ?? ""
  return near.map { "did you mean '\(folder)\($0)'?" }
}

/// Refuses work that would not fit into memory: Swift stops the program where an allocation fails.
func requireMemory(for bytes: Int, factor: Int, _ writtenAs: String) throws(FileError) {
  guard let available = availableMemory(), bytes > available / factor else { return }
  throw FileError(
    "'\(writtenAs)' is too large: reading \(megabytes(bytes)) takes about "
      + "\(megabytes(bytes.multipliedReportingOverflow(by: factor).partialValue)), "
      + "\(megabytes(available)) are free",
    help: "keep only the rows or columns you need, or split the file")
}

private func megabytes(_ bytes: Int) -> String { "\(max(1, bytes / 1_000_000)) MB" }

/// Bytes that can still be allocated: the machine's free memory within the limits of this process.
private func availableMemory() -> Int? {
  var available = machineMemory()
  var limit = rlimit()
  if unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
    limit.rlim_cur < UInt64(Int.max)
  {
    // What the program itself already occupies is not to be had.
    let room = max(0, Int(limit.rlim_cur) - 300_000_000)
    available = min(available ?? room, room)
  }
  return available
}

private func machineMemory() -> Int? {
  let descriptor = unsafe open("/proc/meminfo", O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { _ = close(descriptor) }
  guard let bytes = try? readAll(descriptor, expected: 0, "/proc/meminfo", { false }) else {
    return nil
  }
  for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  where line.hasPrefix("MemAvailable:") {
    let words = line.split(separator: " ")
    return words.count > 1 ? Int(words[1]).map { $0 * 1024 } : nil
  }
  return nil
}
