import RitornoCommand

print("placeholder")
