import Synchronization
import Texts

/// How far the work of a line has come, read by another thread while it goes on.
package final class WorkGauge: Sendable {
  private let rows = Atomic(0)
  private let bytes = Atomic(0)
  private let expectedBytes = Atomic(0)
  private let isReading = Atomic(false)

  package init() {}

  /// A file is being read: so much of it, 0 where its size is not known.
  package func isReading(rows: Int, bytes: Int, of expectedBytes: Int) {
    self.rows.store(rows, ordering: .relaxed)
    self.bytes.store(bytes, ordering: .relaxed)
    self.expectedBytes.store(expectedBytes, ordering: .relaxed)
    isReading.store(true, ordering: .relaxed)
  }

  /// Figures are being computed from so many rows.
  package func computes(rows: Int) {
    self.rows.store(rows, ordering: .relaxed)
    isReading.store(false, ordering: .relaxed)
  }

  /// What to tell after so many seconds: `read 1,234,567 rows, 56 of 78 MB, 25 MB/s, 1 s left`.
  package func text(after seconds: Double) -> String {
    let rows = rows.load(ordering: .relaxed)
    let size = rows == 0 ? "" : (rows == 1 ? " 1 row" : " \(grouped(rows)) rows")
    guard isReading.load(ordering: .relaxed) else {
      return "working\(size.isEmpty ? "" : " on" + size): \(Int(seconds)) s, Ctrl-C stops"
    }
    let bytes = bytes.load(ordering: .relaxed)
    let expected = expectedBytes.load(ordering: .relaxed)
    let rate = Double(bytes) / max(0.001, seconds)
    var text = "reading:\(size.isEmpty ? "" : size + ",") "
    text +=
      expected > 0
      ? "\(inMegabytes(bytes)) of \(inMegabytes(expected)) MB" : "\(inMegabytes(bytes)) MB"
    text += ", \(inMegabytes(Int(rate))) MB/s"
    // At the end of the file its columns are still to be made.
    if expected > bytes, bytes > 0 {
      text += ", \(Int((Double(expected - bytes) / rate).rounded(.up))) s left"
    } else {
      text += ", \(Int(seconds)) s"
    }
    return text
  }

  private func inMegabytes(_ bytes: Int) -> Int { (bytes + 500_000) / 1_000_000 }
}
