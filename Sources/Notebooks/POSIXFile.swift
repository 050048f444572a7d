import Glibc

/// What `stat` tells of a path.
struct FileStatus {
  var kind: FileKind
  var mode: UInt32
  var user: UInt32
  var group: UInt32
  var size: Int
}

enum FileKind {
  case file, folder, link, device, pipe, other
}

/// The system's own calls. The one file of this room with unsafe expressions: C strings, buffers
/// and out-parameters, none of which outlives its call.
package struct POSIXFile: FileCalls, Sendable {
  package init() {}

  /// A write past the file-size limit then gives an error instead of ending the program.
  private static let ignoresFileSizeSignal: Void = {
    _ = signal(SIGXFSZ, SIG_IGN)
  }()

  package func create(_ path: String, mode: UInt32) throws(CallFailure) -> Int32 {
    try Self.checked(
      unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode))
  }

  package func openFolder(_ path: String) throws(CallFailure) -> Int32 {
    try Self.checked(unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
  }

  /// Opens a file to read it, without waiting on a pipe.
  func openReading(_ path: String) throws(CallFailure) -> Int32 {
    try Self.checked(unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC))
  }

  /// Opens a file to add to its end, a new one readable by its owner only.
  func openAppending(_ path: String) throws(CallFailure) -> Int32 {
    try Self.checked(
      unsafe Glibc.open(path, O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0o600))
  }

  package func lock(_ descriptor: Int32) throws(CallFailure) -> Bool {
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return true }
    let number = errno
    if number == EWOULDBLOCK { return false }
    // Some network file systems have no locks; the check of what was read still holds there.
    if [ENOLCK, EOPNOTSUPP, EINVAL, ENOSYS].contains(number) { return true }
    throw CallFailure(number)
  }

  package func write(
    _ bytes: [UInt8], from offset: Int, to descriptor: Int32
  ) throws(CallFailure) -> Int {
    Self.ignoresFileSizeSignal
    while true {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      if count > 0 { return count }
      let number = count == 0 ? ENOSPC : errno
      guard number == EINTR else { throw CallFailure(number) }
    }
  }

  package func setOwner(_ descriptor: Int32, user: UInt32, group: UInt32) throws(CallFailure) {
    _ = try Self.checked(fchown(descriptor, user, group))
  }

  package func setMode(_ descriptor: Int32, _ mode: UInt32) throws(CallFailure) {
    _ = try Self.checked(fchmod(descriptor, mode))
  }

  package func sync(_ descriptor: Int32) throws(CallFailure) {
    guard fsync(descriptor) != 0 else { return }
    // A pipe or a file system without fsync has nothing to flush.
    let number = errno
    guard number == EINVAL || number == ENOTSUP else { throw CallFailure(number) }
  }

  package func close(_ descriptor: Int32) throws(CallFailure) {
    guard Glibc.close(descriptor) != 0 else { return }
    let number = errno
    guard number == EINTR else { throw CallFailure(number) }
  }

  package func rename(_ old: String, to new: String) throws(CallFailure) {
    _ = try Self.checked(unsafe Glibc.rename(old, new))
  }

  package func remove(_ path: String) throws(CallFailure) {
    _ = try Self.checked(unsafe unlink(path))
  }

  /// Makes a folder for its owner only; one that exists is left as it is.
  func makeFolder(_ path: String) throws(CallFailure) {
    guard unsafe mkdir(path, 0o700) != 0 else { return }
    let number = errno
    guard number == EEXIST else { throw CallFailure(number) }
  }

  func isWritable(_ path: String) -> Bool {
    unsafe access(path, W_OK) == 0
  }

  /// What stands under a path; a link itself if `followsLinks` is false.
  func status(_ path: String, followsLinks: Bool = true) throws(CallFailure) -> FileStatus {
    var info = stat()
    let result = followsLinks ? unsafe stat(path, &info) : unsafe lstat(path, &info)
    _ = try Self.checked(result)
    return FileStatus(
      kind: Self.kind(ofMode: info.st_mode), mode: info.st_mode & 0o7777, user: info.st_uid,
      group: info.st_gid, size: Int(info.st_size))
  }

  private static func kind(ofMode mode: UInt32) -> FileKind {
    switch mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    case S_IFCHR, S_IFBLK: .device
    case S_IFIFO, S_IFSOCK: .pipe
    default: .other
    }
  }

  /// The path without links, `.` and `..`.
  func realPath(_ path: String) throws(CallFailure) -> String {
    guard let resolved = unsafe realpath(path, nil) else { throw CallFailure(errno) }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
  }

  /// The bytes of a file; fails if there are more than the limit, as a growing file may have.
  func read(_ path: String, limit: Int = .max) throws(CallFailure) -> [UInt8] {
    let descriptor = try openReading(path)
    defer { _ = Glibc.close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        guard bytes.count + count <= limit else { throw CallFailure(EFBIG) }
        bytes += block[..<count]
      } else if count == 0 {
        return bytes
      } else if errno != EINTR {
        throw CallFailure(errno)
      }
    }
  }

  /// The last byte of an open file; nil if it is empty.
  func lastByte(of descriptor: Int32) throws(CallFailure) -> UInt8? {
    let size = lseek(descriptor, 0, SEEK_END)
    guard size > 0 else { return nil }
    var byte: UInt8 = 0
    let count = unsafe withUnsafeMutableBytes(of: &byte) {
      unsafe pread(descriptor, $0.baseAddress, 1, size - 1)
    }
    guard count == 1 else { throw CallFailure(count < 0 ? errno : EIO) }
    return byte
  }

  /// Lets waiting for a lock take a moment.
  func pause(milliseconds: UInt32) {
    usleep(milliseconds * 1000)
  }

  private static func checked(_ result: Int32) throws(CallFailure) -> Int32 {
    guard result >= 0 else { throw CallFailure(errno) }
    return result
  }
}
