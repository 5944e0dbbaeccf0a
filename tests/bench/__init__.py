"""What `make bench` runs: measurements of the whole site, which no test run repeats."""
