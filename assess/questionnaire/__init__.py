"""What is asked, of whom, on which scale. Pure: values in, values out."""
