import Glibc
import RitornoCommand

exit(runRitorno(Array(CommandLine.arguments.dropFirst())))
