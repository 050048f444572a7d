import Glibc
import Notebooks

/// The system's calls, of which one fails without being made.
final class FailingCalls: FileCalls {
  private let system = POSIXFile()
  private var left: Int
  private let number: Int32
  /// At most so many bytes are written at once.
  private let chunk: Int
  private(set) var hasFailed = false

  init(failing call: Int, with number: Int32, chunk: Int = .max) {
    left = call
    self.number = number
    self.chunk = chunk
  }

  private func step() throws(CallFailure) {
    left -= 1
    guard left == 0 else { return }
    hasFailed = true
    throw CallFailure(number)
  }

  func create(_ path: String, mode: UInt32) throws(CallFailure) -> Int32 {
    try step()
    return try system.create(path, mode: mode)
  }
  func openFolder(_ path: String) throws(CallFailure) -> Int32 {
    try step()
    return try system.openFolder(path)
  }
  func lock(_ descriptor: Int32) throws(CallFailure) -> Bool {
    try step()
    return try system.lock(descriptor)
  }
  func write(_ bytes: [UInt8], from offset: Int, to descriptor: Int32) throws(CallFailure) -> Int {
    try step()
    return try system.write(
      Array(bytes[..<min(bytes.count, offset.addingReportingOverflow(chunk).partialValue)]),
      from: offset, to: descriptor)
  }
  func setOwner(_ descriptor: Int32, user: UInt32, group: UInt32) throws(CallFailure) {
    try step()
    try system.setOwner(descriptor, user: user, group: group)
  }
  func setMode(_ descriptor: Int32, _ mode: UInt32) throws(CallFailure) {
    try step()
    try system.setMode(descriptor, mode)
  }
  func sync(_ descriptor: Int32) throws(CallFailure) {
    try step()
    try system.sync(descriptor)
  }
  func close(_ descriptor: Int32) throws(CallFailure) {
    // The descriptor is given back even where close reports a failure.
    try system.close(descriptor)
    try step()
  }
  func rename(_ old: String, to new: String) throws(CallFailure) {
    try step()
    try system.rename(old, to: new)
  }
  func remove(_ path: String) throws(CallFailure) {
    try step()
    try system.remove(path)
  }
}

/// A writer that is killed before it renames.
struct StuckCalls: FileCalls {
  private let system = POSIXFile()
  func create(_ path: String, mode: UInt32) throws(CallFailure) -> Int32 {
    try system.create(path, mode: mode)
  }
  func openFolder(_ path: String) throws(CallFailure) -> Int32 { try system.openFolder(path) }
  func lock(_ descriptor: Int32) throws(CallFailure) -> Bool { try system.lock(descriptor) }
  func write(_ bytes: [UInt8], from offset: Int, to descriptor: Int32) throws(CallFailure) -> Int {
    try system.write(bytes, from: offset, to: descriptor)
  }
  func setOwner(_ descriptor: Int32, user: UInt32, group: UInt32) throws(CallFailure) {}
  func setMode(_ descriptor: Int32, _ mode: UInt32) throws(CallFailure) {}
  func sync(_ descriptor: Int32) throws(CallFailure) {}
  func close(_ descriptor: Int32) throws(CallFailure) { try system.close(descriptor) }
  func rename(_ old: String, to new: String) throws(CallFailure) { throw CallFailure(EIO) }
  func remove(_ path: String) throws(CallFailure) {}
}
