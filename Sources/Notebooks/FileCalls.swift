/// The system calls that saving makes, so that a test can let each of them fail.
package protocol FileCalls {
  /// Opens a new file that must not exist, not through a link.
  func create(_ path: String, mode: UInt32) throws(CallFailure) -> Int32
  /// Opens a folder.
  func openFolder(_ path: String) throws(CallFailure) -> Int32
  /// Takes the lock of an open file without waiting; false if another holds it.
  func lock(_ descriptor: Int32) throws(CallFailure) -> Bool
  /// Writes a part of the bytes from an offset on; gives how many.
  func write(_ bytes: [UInt8], from offset: Int, to descriptor: Int32) throws(CallFailure) -> Int
  func setOwner(_ descriptor: Int32, user: UInt32, group: UInt32) throws(CallFailure)
  func setMode(_ descriptor: Int32, _ mode: UInt32) throws(CallFailure)
  func sync(_ descriptor: Int32) throws(CallFailure)
  func close(_ descriptor: Int32) throws(CallFailure)
  func rename(_ old: String, to new: String) throws(CallFailure)
  func remove(_ path: String) throws(CallFailure)
}

extension FileCalls {
  func writeAll(_ bytes: [UInt8], to descriptor: Int32) throws(CallFailure) {
    var offset = 0
    while offset < bytes.count {
      offset += try write(bytes, from: offset, to: descriptor)
    }
  }
}
