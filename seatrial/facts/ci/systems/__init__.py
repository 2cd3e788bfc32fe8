"""What do the files of each CI system say? One module or more for each system, one noun for all."""
