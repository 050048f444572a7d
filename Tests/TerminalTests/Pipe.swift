import Glibc

/// A pipe whose ends close with it.
final class Pipe {
  struct NotAvailable: Error {}

  let reading: Int32
  let writing: Int32
  private var isOpenForReading = true
  private var isOpenForWriting = true

  init() throws {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw NotAvailable() }
    reading = ends[0]
    writing = ends[1]
  }

  deinit {
    closeReading()
    closeWriting()
  }

  func write(_ text: String) {
    let bytes = Array(text.utf8)
    _ = unsafe Glibc.write(writing, bytes, bytes.count)
  }

  func closeReading() {
    if isOpenForReading { close(reading) }
    isOpenForReading = false
  }

  func closeWriting() {
    if isOpenForWriting { close(writing) }
    isOpenForWriting = false
  }
}
