import Glibc

/// A fresh folder, for a file `history`, that disappears with this value.
final class TemporaryFolder {
  let path: String

  init() {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    path = "\(parent)/ritorno-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    unsafe mkdir(path, 0o700)
  }

  deinit {
    unsafe unlink("\(path)/history")
    unsafe rmdir(path)
  }

  func write(_ bytes: [UInt8], to name: String, mode: mode_t = 0o600) {
    let file = unsafe open("\(path)/\(name)", O_WRONLY | O_CREAT | O_TRUNC, mode)
    _ = unsafe Glibc.write(file, bytes, bytes.count)
    close(file)
  }

  func bytes(of name: String) -> [UInt8] {
    let file = unsafe open("\(path)/\(name)", O_RDONLY)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = unsafe read(file, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  func mode(of name: String) -> mode_t {
    var status = stat()
    _ = unsafe stat("\(path)/\(name)", &status)
    return status.st_mode & 0o777
  }
}
