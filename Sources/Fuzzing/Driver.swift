import Glibc

// libFuzzer's own entry, so that the reader can be chosen by name: the usual one takes the whole `main`.
@_silgen_name("LLVMFuzzerRunDriver")
private func fuzzerRunDriver(
  _ count: UnsafeMutablePointer<Int32>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

nonisolated(unsafe) private var current: (@Sendable ([UInt8]) -> Void)?

/// Runs libFuzzer with the arguments that follow the reader's name; returns when it ends.
func runFuzzer(_ reader: @escaping @Sendable ([UInt8]) -> Void) {
  unsafe current = reader
  var count = CommandLine.argc - 1
  var arguments = unsafe CommandLine.unsafeArgv + 1
  // To merge, libFuzzer starts the program anew by its first word, which a shell reads.
  unsafe arguments[0] = strdup(CommandLine.arguments.prefix(2).joined(separator: " "))
  _ = unsafe fuzzerRunDriver(&count, &arguments) { bytes, length in
    unsafe current?(Array(UnsafeBufferPointer(start: bytes, count: length)))
    return 0
  }
}

/// Ends the program, so that libFuzzer keeps the bytes at hand.
func stop(_ problem: String) -> Never {
  print(problem)
  fflush(nil)
  preconditionFailure(problem)
}
