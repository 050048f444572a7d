import Glibc
import Kernels
import Texts

/// A regular file that is read from its start on, without ever waiting on a pipe or device.
final class FileSource: ByteSource, @unchecked Sendable {
  private let descriptor: Int32
  private let path: String
  private let writtenAs: String
  /// What tells this file, as it was when it was opened, from others and from itself after a change.
  private let state: FileState
  /// A file that grows while it is read ends where it ended when it was opened.
  let expectedCount: Int?
  private var position = 0

  init(path: String, writtenAs: String) throws(FileError) {
    self.path = path
    self.writtenAs = writtenAs
    descriptor = try openFile(path: path, writtenAs: writtenAs)
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      let code = errno
      _ = close(descriptor)
      throw systemError(code, writtenAs)
    }
    do { try requireRegular(status.st_mode, writtenAs) } catch {
      _ = close(descriptor)
      throw error
    }
    // Files of the system itself claim to have no bytes.
    expectedCount = status.st_size > 0 ? Int(status.st_size) : nil
    state = FileState(status)
  }

  deinit { _ = close(descriptor) }

  var byteCount: Int { position }

  /// Made from the file as it is found then: lost where it is not the same any more.
  var digest: ContentDigest {
    ContentDigest(later: { [path, writtenAs, state] in
      guard let source = try? FileSource(path: path, writtenAs: writtenAs),
        let digits = try? source.hexDigest(), source.currentState == state
      else { return ContentDigest.lost }
      return digits
    })
  }

  /// Reads the whole file.
  func hexDigest() throws(FileError) -> String {
    var hash = SHA256()
    let piece = TextPiece(capacity: 1 << 18)
    rewind()
    while try fill(piece) > 0 {
      piece.withText { hash.update($0) }
      piece.clear()
    }
    return hash.hexDigest()
  }

  private var currentState: FileState? {
    var status = stat()
    return unsafe fstat(descriptor, &status) == 0 ? FileState(status) : nil
  }

  func rewind() { position = 0 }

  func fill(_ piece: TextPiece) throws(FileError) -> Int {
    let limit = expectedCount.map { $0 - position } ?? .max
    let (descriptor, writtenAs, place) = (descriptor, writtenAs, position)
    let count = try unsafe piece.append {
      (room: UnsafeMutableRawBufferPointer) throws(FileError) -> Int in
      while true {
        let wanted = min(room.count, limit)
        let count = unsafe pread(descriptor, room.baseAddress, wanted, off_t(place))
        if count >= 0 { return count }
        if errno != EINTR { throw systemError(errno, writtenAs) }
      }
    }
    position += count
    return count
  }
}

/// Two states of a path are the same exactly where its bytes are: who changes a file cannot set the time
/// of the change. Changes within one step of the system's clock (4 ms) that leave the length as it is
/// go unseen.
private struct FileState: Hashable {
  var device: UInt64
  var number: UInt64
  var size: Int
  var modified: [Int]
  var changed: [Int]

  init(_ status: stat) {
    device = UInt64(status.st_dev)
    number = UInt64(status.st_ino)
    size = Int(status.st_size)
    modified = [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    changed = [Int(status.st_ctim.tv_sec), Int(status.st_ctim.tv_nsec)]
  }
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

private func readAll(_ descriptor: Int32) -> [UInt8]? {
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 4096)
  while true {
    let count = unsafe read(descriptor, &buffer, buffer.count)
    if count == 0 { return bytes }
    if count < 0 {
      if errno == EINTR { continue }
      return nil
    }
    bytes += buffer[..<count]
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

/// A file of the system, which claims to have no length; nil where it cannot be read.
func bytesOfSystemFile(_ path: String) -> [UInt8]? {
  let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { return nil }
  defer { _ = close(descriptor) }
  return readAll(descriptor)
}

/// What the limit of this process on addresses leaves; nil where there is none.
func addressRoom() -> Int? {
  var limit = rlimit()
  guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
    limit.rlim_cur < UInt64(Int.max)
  else { return nil }
  // What the program itself already occupies is not to be had.
  return max(0, Int(limit.rlim_cur) - 300_000_000)
}
